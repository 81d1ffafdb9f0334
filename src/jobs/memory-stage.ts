// How far a job's search for enough GPU memory has come: kept with it, so that a crash does not begin it anew. What
// follows from it is `runner/memory-ladder.ts`.
import { isJsonObject, parseJson } from '../common/json.js';

export interface MemoryStage {
  /** The server that this is about, and that the job stays with as long as it takes jobs; null: none. */
  serverId: string | null;
  /**
   * What the next try there is made with: `unload` with the server's models unloaded first, `smaller_batch` with
   * `batch` pictures at once, `anyway` as it is although it is thought not to fit, because a person wants it tried.
   */
  rung: 'unload' | 'smaller_batch' | 'anyway';
  /** Pictures at once; null: as many as were asked for. */
  batch: number | null;
}

/** A person who retries a job may know that there is room now. */
export const TRIED_ANYWAY: MemoryStage = { serverId: null, rung: 'anyway', batch: null };

export function readStage(json: string | null): MemoryStage | null {
  const value = json === null ? null : parseJson(json);
  return isJsonObject(value) && typeof value['rung'] === 'string' ? (value as unknown as MemoryStage) : null;
}
