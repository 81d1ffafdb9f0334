import { takeSetting } from '../common/knob-settings.js';
import type { KnobSetting } from '../common/knob-settings.js';

/**
 * The ways to make the imitated server misbehave. All off by default; mutable at run time through
 * `simulator.knobs` or POST /__sim/knobs. protocol.md says what each one imitates.
 */

export type Garbage = 'html502' | 'truncated' | 'notJson' | 'notAnImage' | 'wrongShape';

/** Values per knob. Steps count from 1. */
export interface KnobValues {
  /** Delay before any request is looked at, ms. */
  latencyMs: number;
  /** Delay of GET /internal/ping, ms. */
  slowPingMs: number;
  failAtStep: number;
  /** true: at the first step; a number: at that step. */
  outOfMemory: boolean | number;
  nan: boolean;
  /** Progress stands still at this step until the knob is cleared or the server restarts. */
  hangAtStep: number;
  hangOnLoad: boolean;
  /** The client's socket is destroyed; the generation goes on. */
  dropConnectionAtStep: number;
  /** The generation is done, then the socket is destroyed instead of the answer. */
  dropConnectionAfter: boolean;
  /** The whole process dies and is back after `crashDownMs`. */
  crashAtStep: number;
  crashDownMs: number;
  /** What the client gets instead of the answer of a generation that did run. */
  garbage: Garbage;
  /** Bytes of a generation's answer sent per 10 ms. */
  slowBody: number;
  unauthorized: boolean;
  /** A proxy before the server passes no WebSocket on. */
  noWebSockets: boolean;
  diskFull: boolean;
  /** File name of a checkpoint that is gone from list and disk. */
  modelMissing: string;
  /** File name of a checkpoint that fails to load. */
  brokenModel: string;
  /** After a start: endpoints appear one by one over this time, ms. */
  notReadyForMs: number;
  /** After a start: extensions of these names are installed, which moves ids and positions on the page. */
  extensions: string[];
  /** The checkpoint override is ignored. */
  wrongModel: boolean;
  /** Number of pictures (as of ControlNet maps) appended to the result. */
  extraImages: number;
  /** Setting it starts a job of somebody at the web UI that lasts this long, ms. */
  externalUser: number;
}

export type Knobs = { [K in keyof KnobValues]?: KnobSetting<KnobValues[K]> };

export const knobNames: readonly (keyof KnobValues)[] = [
  'latencyMs',
  'slowPingMs',
  'failAtStep',
  'outOfMemory',
  'nan',
  'hangAtStep',
  'hangOnLoad',
  'dropConnectionAtStep',
  'dropConnectionAfter',
  'crashAtStep',
  'crashDownMs',
  'garbage',
  'slowBody',
  'unauthorized',
  'noWebSockets',
  'diskFull',
  'modelMissing',
  'brokenModel',
  'notReadyForMs',
  'extensions',
  'wrongModel',
  'extraImages',
  'externalUser',
];

/** The value of a knob if it applies to a generation of this prompt now. */
export function takeKnob<K extends keyof KnobValues>(
  knobs: Knobs,
  name: K,
  prompt = '',
): KnobValues[K] | undefined {
  return takeSetting<KnobValues, K>(knobs, name, prompt);
}

/** The misfortunes of one generation, drawn when it begins. */
export type Faults = {
  [
    K in
      | 'failAtStep'
      | 'outOfMemory'
      | 'nan'
      | 'hangAtStep'
      | 'hangOnLoad'
      | 'dropConnectionAtStep'
      | 'dropConnectionAfter'
      | 'crashAtStep'
      | 'garbage'
      | 'slowBody'
      | 'diskFull'
      | 'wrongModel'
      | 'extraImages'
  ]?: KnobValues[K] | undefined;
};

export function drawFaults(knobs: Knobs, prompt: string): Faults {
  return {
    failAtStep: takeKnob(knobs, 'failAtStep', prompt),
    outOfMemory: takeKnob(knobs, 'outOfMemory', prompt),
    nan: takeKnob(knobs, 'nan', prompt),
    hangAtStep: takeKnob(knobs, 'hangAtStep', prompt),
    hangOnLoad: takeKnob(knobs, 'hangOnLoad', prompt),
    dropConnectionAtStep: takeKnob(knobs, 'dropConnectionAtStep', prompt),
    dropConnectionAfter: takeKnob(knobs, 'dropConnectionAfter', prompt),
    crashAtStep: takeKnob(knobs, 'crashAtStep', prompt),
    garbage: takeKnob(knobs, 'garbage', prompt),
    slowBody: takeKnob(knobs, 'slowBody', prompt),
    diskFull: takeKnob(knobs, 'diskFull', prompt),
    wrongModel: takeKnob(knobs, 'wrongModel', prompt),
    extraImages: takeKnob(knobs, 'extraImages', prompt),
  };
}
