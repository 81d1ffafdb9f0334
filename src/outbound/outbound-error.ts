/** Why no usable answer came from an address that a client gave. */
export type OutboundFailure =
  | 'address_not_allowed'
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'connect_timeout'
  | 'timeout'
  | 'tls'
  | 'reset'
  | 'aborted'
  | 'other';

/** A call that got no answer. `failure` is stable; the message is for people. */
export class OutboundError extends Error {
  constructor(
    readonly failure: OutboundFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'OutboundError';
  }
}

const BY_CODE: Readonly<Record<string, OutboundFailure>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ENODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'connect_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_DESTROYED: 'reset',
  UND_ERR_CLOSED: 'reset',
};

/** Any error of undici, net, tls, dns or AbortSignal as an OutboundError. */
export function toOutboundError(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const failure = failureOf(textField(error, 'code'), textField(error, 'name'));
  const message = sentences[failure] ?? (textField(error, 'message') || String(error));
  return new OutboundError(failure, message, { cause: error });
}

/** By its looks: the errors of abort signals are no `Error` in every realm. */
function textField(error: unknown, field: 'code' | 'name' | 'message'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : '';
}

function failureOf(code: string, name: string): OutboundFailure {
  const known = BY_CODE[code];
  if (known) return known;
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError') return 'aborted';
  if (/^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) return 'tls';
  return code.startsWith('HPE_') ? 'reset' : 'other';
}

/** Where the words of the network say less than ours. */
const sentences: Partial<Record<OutboundFailure, string>> = {
  timeout: 'The receiver did not answer in time.',
  connect_timeout: 'No connection to the receiver came about in time.',
  refused: 'Nobody listens at that address.',
  reset: 'The receiver broke the connection off.',
};
