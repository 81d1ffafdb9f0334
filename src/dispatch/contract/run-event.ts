import type { JsonObject } from '../../common/json.js';

/** Finer than the five states; shown to people, never used for decisions. */
export type Phase = 'sending' | 'queued_on_server' | 'loading_model' | 'sampling' | 'hires' | 'saving';

export interface RunProgress {
  type: 'progress';
  phase: Phase;
  /** 0–100, never falls within one attempt. */
  percent: number;
  /** Sampling step now and in all; null when not sampling or not told. */
  step: number | null;
  steps: number | null;
  /** Seconds left, null when unknown. */
  etaSeconds: number | null;
}

export interface RunPreview {
  type: 'preview';
  bytes: Buffer;
  mediaType: string;
}

export type OutputRole = 'image' | 'grid' | 'auxiliary' | 'video' | 'audio' | 'text';

/** One file made by the server, bytes exactly as it sent them. */
export interface OutputFile {
  bytes: Buffer;
  /**
   * `image`, `video`, `audio` and `text` are the results; `grid` and `auxiliary` (ControlNet maps, latents …) are saved
   * apart from them. What the file is, is told by its bytes: one that does not fit its role fails the attempt.
   */
  role: OutputRole;
  /** The seed of this very image; null where unknown. */
  seed: number | null;
  /** A1111 infotext of this image, null where there is none. */
  infotext: string | null;
  /** What the server calls it. Only a hint, never a path. */
  name?: string;
}

/**
 * The server has made everything and could take the next job; the outputs are on their way. At most once, before them;
 * a dispatcher that cannot tell leaves it out.
 */
export interface RunMade {
  type: 'made';
}

export interface RunOutputs {
  type: 'outputs';
  /** All files: pictures mostly. */
  images: OutputFile[];
  /** The server's answer without the images, as it came. Stored as "what came back". */
  received: JsonObject;
  /** Differences between what was asked and what was made, in words. */
  warnings: RunWarning[];
}

export interface RunWarning {
  /** Stable: `model_mismatch`, `seed_mismatch`, `size_mismatch`, `lora_missing`, `sampler_substituted`, `interrupted` … */
  code: string;
  message: string;
  /** True when the picture is not the one that was asked for: the mismatch policy applies. */
  mismatch: boolean;
}

export type RunEvent = RunProgress | RunPreview | RunMade | RunOutputs;
