import { GenerationLog } from '../common/generation-log.js';
import type { BaseGeneration } from '../common/generation-log.js';

/** One pass of a sampler that really ran; what came from the cache is not here. */
export interface Sampling {
  nodeId: string;
  /** As a text: seeds go to 2^64. */
  seed: string;
  model: string;
  loras: string[];
  positive: string;
  negative: string;
  steps: number;
  stepsDone: number;
  cfg: number;
  sampler: string;
  scheduler: string;
  denoise: number;
  width: number;
  height: number;
  batch: number;
}

/** One prompt that the worker took. `taskId` is its prompt_id. */
export interface Generation extends BaseGeneration {
  clientId: string | null;
  number: number;
  /** Nodes that came from the cache, and those that ran. */
  cached: string[];
  executed: string[];
  samplings: Sampling[];
  /** Of the first sampling; -1 if there was none that JavaScript can tell. */
  seed: number;
  model: string;
  /** `GET /view` finds it by these; null: sent over the WebSocket only. */
  images: { sha256: string; bytes: number; file: SavedFile | null }[];
}

export interface SavedFile {
  filename: string;
  subfolder: string;
  type: 'output' | 'input' | 'temp';
}

export type GenerationFacts = Pick<Generation, 'taskId' | 'requestedAt' | 'payload' | 'clientId' | 'number'>;

export class ComfyuiGenerationLog extends GenerationLog<Generation> {
  start(facts: GenerationFacts): Generation {
    return this.begin((base) => ({ ...blank(facts), ...base, images: [] }));
  }

  /** Of somebody else at the server: it runs like any other, but is not on the list. */
  unlisted(facts: GenerationFacts): Generation {
    return blank(facts);
  }
}

function blank(facts: GenerationFacts): Generation {
  return {
    ...facts,
    index: -1,
    startedAt: Date.now(),
    endedAt: null,
    outcome: 'running',
    images: [],
    cached: [],
    executed: [],
    samplings: [],
    seed: -1,
    model: '',
  };
}
