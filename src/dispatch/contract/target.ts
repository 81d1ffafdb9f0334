/** How to log in to a server. Secrets: never logged, never in an answer. */
export type Credentials =
  | { type: 'none' }
  /** HTTP Basic, e.g. `--api-auth` of Forge and A1111. */
  | { type: 'basic'; username: string; password: string }
  /** Form login with a cookie (`--gradio-auth`). */
  | { type: 'gradio'; username: string; password: string };

export interface TlsOptions {
  /** False accepts any certificate (self-signed without a CA at hand). Default true. */
  verify: boolean;
  /** PEM of the CA, or of the self-signed certificate itself. */
  caPem?: string;
}

/** All that a dispatcher needs to know of a server to talk to it. */
export interface Target {
  id: string;
  alias: string;
  appType: string;
  /** Without trailing slash; may end in a path. Join paths to it, never `new URL('/x', base)`. */
  baseUrl: string;
  credentials: Credentials;
  /** Sent with every request (reverse proxies, tunnels). May hold secrets. */
  extraHeaders: Record<string, string>;
  tls: TlsOptions;
  /** Settings of this server that only its app_type understands (documented by the dispatcher). */
  options: Record<string, unknown>;
}
