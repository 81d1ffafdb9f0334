import type { Generation, WebuiGenerationLog } from './generation-log.js';
import type { SentImage } from './images/init-image.js';
import type { Faults, Knobs } from './knobs.js';
import type { Checkpoint } from './model-library.js';
import type { RequestPayload } from './request-payload.js';
import type { SamplerChoice } from './samplers.js';
import type { ServerLife } from './server-life.js';
import type { Settings } from './simulator-options.js';

/** The client at the other end of a generation request. */
export interface ClientLink {
  readonly isGone: boolean;
  /** Destroys its socket; the generation goes on. */
  drop(): void;
  onGone(listener: () => void): void;
}

/** What the code of the imitated server can reach. */
export interface Host {
  readonly settings: Settings;
  readonly knobs: Knobs;
  readonly log: WebuiGenerationLog;
  /** Kills the process; it is back after `downMs`. */
  crash(downMs: number): void;
}

export type JobKind = 'txt2img' | 'img2img';

/** One generation while it runs. */
export interface Job {
  host: Host;
  life: ServerLife;
  kind: JobKind;
  /** As the progress routes know it. */
  taskId: string | null;
  payload: RequestPayload;
  client: ClientLink;
  faults: Faults;
  record: Generation;
  sentImages: SentImage[];
  mask: SentImage | null;
  sampler: SamplerChoice;
  /** Steps taken so far over all passes, for the knobs that strike at a step. */
  stepsTaken: number;
}

/** What is settled once the model is loaded. */
export interface JobPlan {
  model: Checkpoint;
  modelHash: string;
  /** First seeds; each picture adds its index. */
  seed: number;
  subseed: number;
  count: number;
  width: number;
  height: number;
  hires: HiresPlan | null;
  refiner: Checkpoint | null;
  loraHashes: string | null;
  clipSkip: number;
}

export interface HiresPlan {
  width: number;
  height: number;
  steps: number;
}

/** A finished picture with everything that is said about it. */
export interface DoneImage {
  bytes: Buffer;
  infotext: string | null;
}
