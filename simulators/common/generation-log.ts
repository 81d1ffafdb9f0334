import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** What every simulator knows of a generation that really ran. */
export interface BaseGeneration {
  index: number;
  /** The id under which the client knows it. */
  taskId: string;
  /** Times in ms since the epoch. */
  requestedAt: number;
  startedAt: number;
  endedAt: number | null;
  /** `lost`: the process died meanwhile. */
  outcome: 'running' | 'completed' | 'interrupted' | 'failed' | 'lost';
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

/**
 * The ground truth: what really ran, whatever clients believe. Survives restarts of the imitated
 * process; with a log file also the death of the simulator's own process.
 */
export class GenerationLog<G extends BaseGeneration> {
  readonly generations: G[] = [];
  readonly requests: RecordedRequest[] = [];

  private begun = 0;

  constructor(
    private readonly logFile: string | null,
    private readonly remembered: { generations: number; requests: number },
  ) {}

  /** `facts` is all that `describe` adds to what is known of every generation. */
  begin(describe: (base: Pick<G, 'index' | 'startedAt' | 'endedAt' | 'outcome' | 'images'>) => G): G {
    const generation = describe({
      index: this.begun++,
      startedAt: Date.now(),
      endedAt: null,
      outcome: 'running',
      images: [],
    });
    this.generations.push(generation);
    if (this.generations.length > this.remembered.generations) this.generations.shift();
    return generation;
  }

  end(generation: G, outcome: G['outcome']): void {
    generation.outcome = outcome;
    generation.endedAt = Date.now();
  }

  /** Writes the history line, once the pictures are known too. */
  append(generation: G): void {
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
