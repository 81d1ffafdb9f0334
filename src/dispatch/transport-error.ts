import { errorText } from '../common/errors.js';

/** Why no usable answer came. `refused`: nobody listens there; `unreachable`: no way to that host. */
export type TransportFailure =
  | 'refused'
  | 'unreachable'
  | 'dns'
  | 'tls'
  | 'timeout'
  | 'connect_timeout'
  | 'reset'
  | 'too_large'
  | 'aborted'
  | 'bad_url'
  | 'other';

/** A call that got no (whole) answer. Not for users: dispatchers turn it into sentences. */
export class TransportError extends Error {
  constructor(
    readonly failure: TransportFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'TransportError';
  }

  /** No connection was made, so that nothing of the request can have arrived. */
  get neverConnected(): boolean {
    return NEVER_CONNECTED.has(this.failure);
  }
}

const NEVER_CONNECTED = new Set<TransportFailure>([
  'refused',
  'unreachable',
  'dns',
  'tls',
  'connect_timeout',
  'bad_url',
]);

const BY_CODE: Record<string, TransportFailure> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ETIMEDOUT: 'connect_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_DESTROYED: 'reset',
  UND_ERR_CLOSED: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  UND_ERR_ABORTED: 'aborted',
  ABORT_ERR: 'aborted',
  UND_ERR_INVALID_ARG: 'bad_url',
  ERR_INVALID_URL: 'bad_url',
};

/** Any error of undici, net, tls or AbortSignal as a TransportError. */
export function toTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const root =
    error instanceof AggregateError && error.errors.length > 0 ? (error.errors[0] as unknown) : error;
  const code = codeOf(root) || codeOf(error);
  return new TransportError(failureOf(code, root), errorText(root) || code, error);
}

function failureOf(code: string, error: unknown): TransportFailure {
  const known = BY_CODE[code];
  if (known) return known;
  const name = textField(error, 'name');
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError') return 'aborted';
  if (/^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH)/.test(code))
    return 'tls';
  return code.startsWith('HPE_') ? 'reset' : 'other';
}

function codeOf(error: unknown): string {
  return textField(error, 'code');
}

function textField(error: unknown, field: 'code' | 'name'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : '';
}
