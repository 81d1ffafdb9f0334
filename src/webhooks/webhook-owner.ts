import type { Principal } from '../access/contract/index.js';

/** Whose webhooks and deliveries somebody may see and change; undefined: everybody's. */
export function ownOnly(who: Principal): number | undefined {
  return who.can('admin') ? undefined : (who.keyId ?? -1);
}
