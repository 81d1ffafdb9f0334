import type { ComfyuiGenerationLog } from './generation-log.js';
import type { Knobs } from './knobs.js';
import type { Settings } from './simulator-options.js';

/** What the code of the imitated server can reach beyond its own life. */
export interface Host {
  readonly settings: Settings;
  readonly knobs: Knobs;
  readonly log: ComfyuiGenerationLog;
  /** Kills the process; it is back after `downMs`. */
  crash(downMs: number): void;
}
