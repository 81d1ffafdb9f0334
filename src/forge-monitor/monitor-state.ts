import type { Phase, RunPreview, RunProgress } from '../dispatch/contract/index.js';

/** Why the monitor stopped. Only the first three say something about the generation itself. */
export type EndReason =
  /** The server says it ended well. */
  | 'completed'
  /** Active, but nothing runs there: it threw (a failed id stays active, seen on both). */
  | 'failed'
  /** The server does not know it (any more). */
  | 'gone'
  | 'no_first_step'
  | 'no_progress'
  /** No answer from the server for too long. */
  | 'silent';

export interface MonitorEnd {
  type: 'end';
  reason: EndReason;
}

/** Somebody pressed interrupt while it ran. */
export interface MonitorInterrupted {
  type: 'interrupted';
}

export type MonitorEvent = RunProgress | RunPreview | MonitorInterrupted | MonitorEnd;

/** Milliseconds. */
export interface MonitorSettings {
  firstStepMs: number;
  stallMs: number;
  pollMs: number;
  /** How long a sign of the end must last before it is believed; while the answer is awaited it may just be on its way. */
  graceMs: number;
  /** Without any connection to the server. */
  silenceMs: number;
  /** The same when the machine answers that nobody listens. */
  refusedMs: number;
  /** Our own request is open: an id that is not known yet is still on its way. */
  attached: boolean;
  /** Every second pass is the hires fix. */
  hires: boolean;
}

export interface MonitorState {
  /** From when on a first step is due. */
  dueFrom: number;
  lastAnswerAt: number;
  deadSince: number | null;
  /** The task (or, without task ids, any job) was seen there. */
  seen: boolean;
  stepped: boolean;
  /** What the last step looked like, and when it was new. */
  mark: string;
  markAt: number;
  suspect: { reason: EndReason; since: number } | null;
  previewId: number;
  interrupted: boolean;
  phase: Phase;
  percent: number;
  step: number | null;
}

export function initialState(now: number): MonitorState {
  return {
    dueFrom: now,
    lastAnswerAt: now,
    deadSince: null,
    seen: false,
    stepped: false,
    mark: '',
    markAt: now,
    suspect: null,
    previewId: -1,
    interrupted: false,
    phase: 'sending',
    percent: 0,
    step: null,
  };
}
