import { isJsonObject, parseJson } from '../common/json.js';
import type { Inventory } from '../dispatch/contract/index.js';

/** What a server had when it was last asked. */
export interface StoredInventory {
  serverId: string;
  inventory: Inventory;
  /** ISO-8601 UTC. */
  refreshedAt: string;
}

/** An inventory as an older version may have stored it: lists that it did not know are empty. Null: not one at all. */
export function readStoredInventory(json: string): Inventory | null {
  const value = parseJson(json);
  if (!isJsonObject(value)) return null;
  const list = <T>(name: keyof Inventory): T[] => (Array.isArray(value[name]) ? (value[name] as T[]) : []);
  return {
    checkpoints: list('checkpoints'),
    loras: list('loras'),
    modules: list('modules'),
    embeddings: list('embeddings'),
    samplers: list('samplers'),
    schedulers: list('schedulers'),
    upscalers: list('upscalers'),
    scripts: list('scripts'),
    loadedCheckpoint: typeof value['loadedCheckpoint'] === 'string' ? value['loadedCheckpoint'] : null,
    extra: isJsonObject(value['extra']) ? value['extra'] : {},
  };
}
