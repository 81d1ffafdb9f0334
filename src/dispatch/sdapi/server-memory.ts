import type { JsonObject } from '../../common/json.js';
import type { Inventory, ModelFile, RunOutputs, Target } from '../contract/index.js';
import { textOf } from '../answers/read-json.js';
import { keyOf } from '../target-key.js';

interface Remembered {
  /** Option values of the first inventory of this process: before any job of ours could have changed them. */
  baseline: JsonObject | null;
  checkpoints: readonly ModelFile[];
  /** Of the last answer; until then nothing cheap tells it. */
  version: string | null;
  /** Title of the checkpoint of our last job there. */
  warm: string | null;
  /** When it was last found away (ms), and since when it accepts connections again. */
  wasAway: boolean;
  settlesUntil: number | null;
}

/** What a dispatcher remembers of each server between calls. All of it may be lost at any time. */
export class ServerMemory {
  private readonly servers = new Map<string, Remembered>();

  of(target: Target): Remembered {
    const key = keyOf(target);
    const known = this.servers.get(key);
    if (known) return known;
    const fresh = {
      baseline: null,
      checkpoints: [],
      version: null,
      warm: null,
      wasAway: false,
      settlesUntil: null,
    };
    this.servers.set(key, fresh);
    return fresh;
  }

  /** The inventory with the baseline of the options beside their present values. */
  learnInventory(target: Target, inventory: Inventory): Inventory {
    const memory = this.of(target);
    memory.baseline ??= inventory.extra['options'] as JsonObject;
    memory.checkpoints = inventory.checkpoints;
    const loadedCheckpoint = inventory.loadedCheckpoint ?? memory.warm;
    return { ...inventory, loadedCheckpoint, extra: { ...inventory.extra, baseline: memory.baseline } };
  }

  learnOutputs(target: Target, outputs: RunOutputs, title: string | null): void {
    const memory = this.of(target);
    const version = /(?:^|, )Version: ([^,\s]{1,100})/.exec(outputs.images[0]?.infotext ?? '')?.[1];
    memory.version = version ?? memory.version;
    const isOther = outputs.warnings.some(({ code }) => code === 'model_mismatch');
    if (title !== null) memory.warm = isOther ? null : title;
  }

  /** `sd_checkpoint_hash` is the last one that was loaded; after a restart of the server it is only a guess. */
  loadedCheckpoint(target: Target, options: JsonObject): string | null {
    const { checkpoints, warm } = this.of(target);
    const hash = textOf(options['sd_checkpoint_hash']);
    return checkpoints.find((file) => file.sha256 !== null && file.sha256 === hash)?.title ?? warm;
  }
}
