/** A checkpoint, LoRA, VAE or other file as its server names it. */
export interface ModelFile {
  /** The name to show and the one that a request may use; relative path with forward slashes where known. */
  name: string;
  /** Exactly what the server wants to be given for this file (for checkpoints: the title). */
  title: string;
  /** Other names by which the server or its users know it. */
  aliases: string[];
  /** Lower-case hex, null until the server has computed it. */
  sha256: string | null;
  /** First 10 hex digits of the SHA-256 ("AutoV2"), null until known. */
  shortHash: string | null;
  /** Path on the server, as told; null if the server does not tell. */
  path: string | null;
}

export interface NamedChoice {
  name: string;
  /** What the server's page shows, when that differs from the name. */
  label: string;
  aliases: string[];
}

export interface MemoryUse {
  /** Bytes; null where the server has no GPU or does not tell. */
  gpuTotalBytes: number | null;
  gpuFreeBytes: number | null;
  /** The most that the server has used of it since it started; null (or absent) where it does not tell. */
  gpuPeakBytes?: number | null;
  ramTotalBytes: number | null;
  ramFreeBytes: number | null;
}

/** What a server has. Cached by `servers/`; lists are empty where a server has no such thing. */
export interface Inventory {
  checkpoints: ModelFile[];
  loras: ModelFile[];
  /** A1111 VAEs or Forge modules (VAE and text encoders). */
  modules: ModelFile[];
  embeddings: string[];
  samplers: NamedChoice[];
  schedulers: NamedChoice[];
  upscalers: NamedChoice[];
  /** Titles of always-on and selectable scripts, lower case. */
  scripts: string[];
  /** Title of the checkpoint that is loaded, null if none or unknown. */
  loadedCheckpoint: string | null;
  /** Facts that only this app_type's dispatcher reads back (e.g. which options the server knows). */
  extra: Record<string, unknown>;
}

export type ProbeState = 'online' | 'starting' | 'unreachable' | 'misconfigured';

/** The outcome of one look at a server. Never thrown: an unreachable server is an answer. */
export interface ProbeResult {
  state: ProbeState;
  /**
   * A sentence that says in words what is wrong and what to change ("Login needed: …"); null when all is well. An online
   * server may have one: something is worth knowing, but it takes jobs.
   */
  problem: string | null;
  /** Stable: `unreachable`, `wrong_port`, `login_needed`, `wrong_password`, `api_not_enabled`, `api_off`, `no_page`, `tls`, `starting`, `not_this_app_type`. */
  problemCode: string | null;
  version: string | null;
  /** Title of the loaded checkpoint, if cheap to know. */
  loadedCheckpoint: string | null;
  memory: MemoryUse | null;
  /** True when somebody else's generation runs there now (null: cannot tell). */
  busyElsewhere: boolean | null;
  latencyMs: number;
}
