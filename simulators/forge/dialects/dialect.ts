import type { Field, Validator } from '../validation/validator.js';
import type { PythonError } from '../python-errors.js';
import type { ScriptTitles, Upscaler } from './extra-lists.js';
import type { OptionValues } from './option-defaults.js';
import type { Sampler, Scheduler } from './sampling-lists.js';

/**
 * Everything in which Forge and A1111 differ: wording of errors, lists, and the handful of
 * behaviours below. Code elsewhere asks these properties, never the name.
 */
export interface Dialect {
  readonly name: 'forge' | 'a1111';
  /** As it stands in infotexts and `info.version`. */
  readonly version: string;
  readonly gradioVersion: string;
  /** Gradio 4: functions are called by id and answer in a stream. Else Gradio 3: by place in the list, over a WebSocket. */
  readonly streamsResults: boolean;
  readonly openApiVersion: string;
  readonly validator: Validator;
  readonly txt2imgFields: readonly Field[];
  readonly img2imgFields: readonly Field[];
  readonly samplers: readonly Sampler[];
  readonly schedulers: readonly Scheduler[];
  readonly upscalers: readonly Upscaler[];
  readonly scripts: ScriptTitles;
  readonly optionDefaults: OptionValues;
  /** Added to every answer. */
  readonly extraHeaders: Record<string, string>;
  errorBody(error: PythonError): object;
  httpExceptionBody(detail: string, text: string): object;
  httpExceptionHeaders(headers: Record<string, string>): Record<string, string>;

  /** A model is loaded when the process starts and inside POST /options; else only by the next job. */
  readonly loadsEagerly: boolean;
  /** One missing LoRA makes the server drop all LoRAs of that prompt. */
  readonly missingLoraDropsAll: boolean;
  /** NaNs end the job with an error; else a black picture comes back as if all were well. */
  readonly nanIsAnError: boolean;
  /** Saved pictures carry the infotext in their alpha channel as well. */
  readonly hidesInfotextInAlpha: boolean;
  /** VAE and text encoders are `forge_additional_modules`; else the one VAE is `sd_vae`. */
  readonly hasModules: boolean;
  /** The `infotext` request field works; else it fails every request. */
  readonly acceptsInfotext: boolean;
  /** A checkpoint that failed to load leaves the one before it unusable as well. */
  readonly failedLoadPoisons: boolean;
  /** What a broken checkpoint file fails with. */
  readonly brokenModelError: PythonError;
  /** What a CLIP skip that is not a number fails with. */
  clipSkipError(value: unknown): PythonError;
}
