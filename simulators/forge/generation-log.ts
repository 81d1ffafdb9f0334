import { GenerationLog } from '../common/generation-log.js';
import type { BaseGeneration } from '../common/generation-log.js';

/** Which way a job came in. */
export type Door = 'sdapi' | 'gradio';

/**
 * A generation of a WebUI: one request to txt2img or img2img. Its `taskId` is empty for a job of the web UI whose id the
 * server did not take for one.
 */
export interface Generation extends BaseGeneration {
  kind: 'txt2img' | 'img2img';
  /** The SDAPI, or a function of the web UI. */
  door: Door;
  clientGone: boolean;
  seed: number;
  model: string;
}

/** See `GenerationLog`. */
export class WebuiGenerationLog extends GenerationLog<Generation> {
  start(
    facts: Pick<Generation, 'taskId' | 'kind' | 'door' | 'requestedAt' | 'payload' | 'clientGone'>,
  ): Generation {
    return this.begin((base) => ({ ...facts, ...base, seed: -1, model: '' }));
  }
}
