import { errorText } from '../../common/errors.js';
import { DispatchError, type DispatchErrorKind, type Target } from '../contract/index.js';
import { TransportError, type TransportFailure } from '../transport-error.js';

const SENTENCES: Record<TransportFailure, (address: string) => string> = {
  refused: (at) =>
    `Nothing listens at ${at}: the server is not running, or it listens on another port or address.`,
  unreachable: (at) => `There is no way to ${at}: check the address and the network between.`,
  dns: (at) => `The name of ${at} cannot be resolved: check its spelling and the DNS.`,
  tls: (at) =>
    `The certificate of ${at} is not accepted. For a self-signed one, give its CA (tls.ca_pem) or turn tls.verify off for this server.`,
  timeout: (at) => `${at} accepted the connection but did not answer in time.`,
  connect_timeout: (at) =>
    `${at} did not accept a connection in time: the machine is off, or a firewall drops it.`,
  reset: (at) => `The connection to ${at} was closed before the answer was complete.`,
  too_large: (at) => `The answer of ${at} is larger than any sensible one.`,
  aborted: (at) => `The call to ${at} was stopped.`,
  bad_url: (at) => `The address ${at} cannot be used: write it like http://host:7860.`,
  other: (at) => `${at} could not be asked.`,
};

/** What went wrong, for people. The address is shown without a login that it may hold. */
export function transportSentence(error: TransportError, target: Target): string {
  return SENTENCES[error.failure](shownAddress(target));
}

/** A call that got no answer. Unless told otherwise: the server is away, the job waits and no retry is spent. */
export function classifyTransport(
  error: TransportError,
  target: Target,
  kind: DispatchErrorKind = 'busy',
): DispatchError {
  const code = error.failure === 'tls' ? 'tls' : 'server_unreachable';
  return new DispatchError(kind, transportSentence(error, target), {
    code,
    serverMessage: error.message,
    cause: error,
  });
}

/** Whatever was thrown, as the only kind of error that a dispatcher lets out. */
export function asDispatchError(error: unknown, target: Target): DispatchError {
  if (error instanceof DispatchError) return error;
  if (error instanceof TransportError) return classifyTransport(error, target);
  const message = 'StableQueue itself failed on this answer of the server: please report it.';
  return new DispatchError('retryable', message, {
    code: 'dispatcher_failed',
    serverMessage: errorText(error),
    cause: error,
  });
}

export function shownAddress(target: Target): string {
  return target.baseUrl.replace(/\/\/[^/@]*@/, '//');
}
