// Dials for undici only what the policy allows: names are resolved here, each address is checked, and the checked
// address itself is dialled, so that nothing can change in between (DNS rebinding). undici's own `connect.lookup` is
// never asked for literal addresses; this connector is.
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.js';
import type { NameResolver } from './name-resolver.js';
import { OutboundError, toOutboundError } from './outbound-error.js';

type Dialled = Parameters<buildConnector.Callback>;
type Socket = NonNullable<Dialled[1]>;

export const CONNECT_MS = 10_000;
const ADDRESSES_TRIED = 3;

export function checkedConnector(policy: AddressPolicy, resolver: NameResolver): buildConnector.connector {
  const dial = buildConnector({ timeout: CONNECT_MS, allowH2: false, keepAlive: false });
  return (options, callback) => {
    connect(options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(toOutboundError(error), null),
    );
  };

  async function connect(options: buildConnector.Options): Promise<Socket> {
    const host = options.hostname.toLowerCase().replace(/\.$/, '');
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    let failure: unknown;
    for (const address of allowedOf(await resolve(resolver, host), host, port).slice(0, ADDRESSES_TRIED)) {
      try {
        return await dialOne({ ...options, hostname: address });
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** Those that may be dialled. @throws AddressNotAllowedError when there is none */
  function allowedOf(addresses: string[], host: string, port: number): string[] {
    let refusal: unknown = new OutboundError('dns', `The name ${host} has no address.`);
    const allowed = addresses.filter((address) => {
      try {
        policy.checkAddress(address, host, port);
        return true;
      } catch (error) {
        refusal = error;
        return false;
      }
    });
    if (!allowed.length) throw refusal;
    return allowed;
  }

  function dialOne(options: buildConnector.Options): Promise<Socket> {
    return new Promise((resolve, reject) => {
      dial(options, (...[error, socket]: Dialled) => (socket ? resolve(socket) : reject(error)));
    });
  }
}

/** A look-up cannot be given up, but it need not be waited for. */
async function resolve(resolver: NameResolver, host: string): Promise<string[]> {
  if (isIP(host)) return [host];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new OutboundError('dns', `The name ${host} could not be resolved in time.`);
    timer = setTimeout(() => reject(error), CONNECT_MS);
  });
  try {
    return await Promise.race([resolver.addressesOf(host), late]);
  } catch (error) {
    const known = toOutboundError(error);
    throw known.failure === 'dns'
      ? new OutboundError('dns', `The name ${host} could not be resolved.`, { cause: error })
      : known;
  } finally {
    clearTimeout(timer);
  }
}
