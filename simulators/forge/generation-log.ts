import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** Which way a job came in. */
export type Door = 'sdapi' | 'gradio';

/**
 * The ground truth: what really ran, whatever clients believe. Survives restarts of the imitated
 * process; with a log file also the death of the simulator's own process.
 */
export interface Generation {
  index: number;
  /** Empty for a job of the web UI whose id the server did not take for one. */
  taskId: string;
  kind: 'txt2img' | 'img2img';
  /** The SDAPI, or a function of the web UI. */
  door: Door;
  /** Times in ms since the epoch. */
  requestedAt: number;
  startedAt: number;
  endedAt: number | null;
  /** `lost`: the process died meanwhile. */
  outcome: 'running' | 'completed' | 'interrupted' | 'failed' | 'lost';
  clientGone: boolean;
  seed: number;
  model: string;
  payload: object;
  /** The real pictures (no grid, no extras), as returned or saved. */
  images: { sha256: string; bytes: number }[];
}

export interface RecordedRequest {
  method: string;
  path: string;
  /** ms since the epoch. */
  at: number;
  /** The JSON body of generation requests, long texts shortened. */
  body?: unknown;
}

export class GenerationLog {
  readonly generations: Generation[] = [];
  readonly requests: RecordedRequest[] = [];

  private begun = 0;

  constructor(
    private readonly logFile: string | null,
    private readonly remembered: { generations: number; requests: number },
  ) {}

  begin(
    facts: Pick<Generation, 'taskId' | 'kind' | 'door' | 'requestedAt' | 'payload' | 'clientGone'>,
  ): Generation {
    const generation: Generation = {
      ...facts,
      index: this.begun++,
      startedAt: Date.now(),
      endedAt: null,
      outcome: 'running',
      seed: -1,
      model: '',
      images: [],
    };
    this.generations.push(generation);
    if (this.generations.length > this.remembered.generations) this.generations.shift();
    return generation;
  }

  end(generation: Generation, outcome: Generation['outcome']): void {
    generation.outcome = outcome;
    generation.endedAt = Date.now();
  }

  /** Writes the history line, once the pictures are known too. */
  append(generation: Generation): void {
    if (this.logFile) appendFileSync(this.logFile, `${JSON.stringify(generation)}\n`);
  }

  recordRequest(request: RecordedRequest): void {
    this.requests.push(request);
    if (this.requests.length > this.remembered.requests) this.requests.shift();
  }

  clear(): void {
    this.begun = 0;
    this.generations.length = 0;
    this.requests.length = 0;
  }
}

export function describeBytes(bytes: Buffer): { sha256: string; bytes: number } {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** The same value with every long text (base64 pictures) cut to its beginning and length. */
export function shortenTexts(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > 2000 ? `${value.slice(0, 40)}…<${value.length} chars>` : value;
  if (Array.isArray(value)) return value.map(shortenTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shortenTexts(member)]));
}
