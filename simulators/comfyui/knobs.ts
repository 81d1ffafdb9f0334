import { takeSetting } from '../common/knob-settings.js';
import type { KnobSetting } from '../common/knob-settings.js';

/**
 * The ways to make the imitated server misbehave. All off by default; mutable at run time through
 * `simulator.knobs` or POST /__sim/knobs. protocol.md says what each one imitates.
 */

/** `reset`: without a goodbye; `halfOpen`: nothing is said or heard any more, but it stays open. */
export type SocketFate = 'close' | 'reset' | 'halfOpen';
export type Garbage = 'html502' | 'text500' | 'truncated' | 'notJson' | 'wrongShape';

/** Values per knob. Steps count from 1, over all samplings of a prompt. */
export interface KnobValues {
  // About requests: `match` looks at the path.
  /** Delay before any request is looked at, ms. */
  latencyMs: number;
  /** Connections are taken, but no request is answered until this is cleared. */
  silent: boolean;
  slowHistoryMs: number;
  slowObjectInfoMs: number;
  unauthorized: boolean;
  /** What the client gets instead of an answer that is right. */
  garbage: Garbage;
  /** Bytes of an answer of GET /view sent per 10 ms. */
  slowBody: number;
  /** GET /view says 404: somebody has deleted the files. */
  filesGone: boolean;
  /** The socket is destroyed instead of the answer of POST /prompt; `accepted`: once it is queued. */
  losePrompt: 'unseen' | 'accepted';

  // About prompts: `match` looks at the texts of the graph.
  failAtStep: number;
  /** true: at the first step; a number: at that step. */
  outOfMemory: boolean | number;
  nan: boolean;
  /** Progress stands still at this step until the knob is cleared or the server restarts. */
  hangAtStep: number;
  hangOnLoad: boolean;
  crashAtStep: number;
  crashDownMs: number;
  /** Somebody else presses the stop button. */
  interruptAtStep: number;
  diskFull: boolean;
  /** The worker thread dies when it takes the prompt: it stays in `queue_running`, nothing runs any more. */
  zombie: boolean;
  /** The prompt disappears from the queue, as if somebody had deleted it. */
  deletedFromQueue: boolean;
  /** An ExecutionBlocked error is told of the output nodes, which run all the same. */
  executionBlocked: boolean;
  /** Outputs carry a number that JSON does not know. */
  nanOutput: boolean;

  // About the WebSocket.
  /** Messages of this type (or `all`) are not sent. */
  swallow: string;
  /** What happens to the WebSocket of the client at this step. */
  socketAtStep: { step: number; fate: SocketFate };

  /** File name of a model that is gone from lists and disk. */
  modelMissing: string;
  /** File name of a model that fails to load. */
  brokenModel: string;
  /** Setting it queues a prompt of somebody else that lasts this long, ms. */
  externalUser: number;
}

export type Knobs = { [K in keyof KnobValues]?: KnobSetting<KnobValues[K]> };

export const knobNames: readonly (keyof KnobValues)[] = [
  'latencyMs',
  'silent',
  'slowHistoryMs',
  'slowObjectInfoMs',
  'unauthorized',
  'garbage',
  'slowBody',
  'filesGone',
  'losePrompt',
  'failAtStep',
  'outOfMemory',
  'nan',
  'hangAtStep',
  'hangOnLoad',
  'crashAtStep',
  'crashDownMs',
  'interruptAtStep',
  'diskFull',
  'zombie',
  'deletedFromQueue',
  'executionBlocked',
  'nanOutput',
  'swallow',
  'socketAtStep',
  'modelMissing',
  'brokenModel',
  'externalUser',
];

/** The value of a knob if it applies to this path or these texts now. */
export function takeKnob<K extends keyof KnobValues>(
  knobs: Knobs,
  name: K,
  subject = '',
): KnobValues[K] | undefined {
  return takeSetting<KnobValues, K>(knobs, name, subject);
}

const faultNames = [
  'failAtStep',
  'outOfMemory',
  'nan',
  'hangAtStep',
  'hangOnLoad',
  'crashAtStep',
  'interruptAtStep',
  'diskFull',
  'executionBlocked',
  'nanOutput',
  'socketAtStep',
] as const;

/** The misfortunes of one prompt, drawn when it begins. */
export type Faults = { [K in (typeof faultNames)[number]]?: KnobValues[K] | undefined };

export function drawFaults(knobs: Knobs, texts: string): Faults {
  return Object.fromEntries(faultNames.map((name) => [name, takeKnob(knobs, name, texts)]));
}
