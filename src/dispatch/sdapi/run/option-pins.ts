// Both servers put an overridden option back after a job only if it was ever saved (seen on Forge dfdcbab6 and
// A1111 1.10.1); otherwise the job's value stays for everybody. So, once per option and server, we save its present
// value before the first job that overrides it. Where that fails, later jobs are told the value as it was before.
import type { JsonObject } from '../../../common/json.js';
import type { Target } from '../../contract/index.js';
import type { SdapiClient } from '../server/sdapi-client.js';
import { keyOf } from '../../target-key.js';

interface ServerPins {
  pinned: Set<string>;
  /** Present values of options that could not be saved. */
  unsaved: Map<string, unknown>;
}

export class OptionPins {
  private readonly servers = new Map<string, ServerPins>();

  constructor(private readonly client: SdapiClient) {}

  /** Does nothing, at once, for keys that are pinned already. Never throws for the server's sake. */
  async pin(target: Target, keys: readonly string[], signal: AbortSignal): Promise<void> {
    const pins = this.pinsOf(target);
    const missing = keys.filter((key) => !pins.pinned.has(key));
    if (missing.length === 0) return;
    let present: JsonObject = {};
    try {
      present = pick(await this.client.options(target, signal), missing);
      await this.client.setOptions(target, present, signal);
      for (const key of missing) pins.unsaved.delete(key);
    } catch {
      signal.throwIfAborted();
      // Safe to go on: the value as it was goes with every later job instead.
      for (const key of missing)
        if (!pins.unsaved.has(key) && key in present) pins.unsaved.set(key, present[key]);
    }
    for (const key of missing) pins.pinned.add(key);
  }

  /** Overrides with the values of options that an earlier job of ours may have left changed. */
  complete(target: Target, overrides: JsonObject): JsonObject {
    const { unsaved } = this.pinsOf(target);
    return unsaved.size === 0 ? overrides : { ...Object.fromEntries(unsaved), ...overrides };
  }

  private pinsOf(target: Target): ServerPins {
    const key = keyOf(target);
    const known = this.servers.get(key);
    if (known) return known;
    const fresh: ServerPins = { pinned: new Set(), unsaved: new Map() };
    this.servers.set(key, fresh);
    return fresh;
  }
}

function pick(options: JsonObject, keys: readonly string[]): JsonObject {
  const present = keys.filter((key) => options[key] !== undefined && options[key] !== null);
  return Object.fromEntries(present.map((key) => [key, options[key]]));
}
