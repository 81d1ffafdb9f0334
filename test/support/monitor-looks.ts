// Looks at a server, and a way to feed them through the rules of the monitor without a clock.
import { advance } from '../../src/forge-monitor/advance.js';
import {
  initialState,
  type MonitorEvent,
  type MonitorSettings,
} from '../../src/forge-monitor/monitor-state.js';
import type { Observation, ServerReport, TaskReport } from '../../src/forge-monitor/observation.js';

export const SETTINGS: MonitorSettings = {
  firstStepMs: 60_000,
  stallMs: 20_000,
  pollMs: 1_000,
  graceMs: 5_000,
  silenceMs: 40_000,
  refusedMs: 10_000,
  attached: true,
  hires: false,
};
export const IDLE: ServerReport = {
  job: '',
  jobCount: 0,
  jobNo: 0,
  step: 0,
  steps: 0,
  progress: 0,
  etaSeconds: 0,
  interrupted: false,
};
export const LOADING: ServerReport = {
  ...IDLE,
  job: 'scripts_txt2img',
  jobCount: -1,
  step: 8,
  steps: 8,
  progress: 0.01,
  etaSeconds: 99,
};
export const UNKNOWN: TaskReport = {
  active: false,
  queued: false,
  completed: false,
  progress: null,
  etaSeconds: null,
  preview: null,
};
export const QUEUED: TaskReport = { ...UNKNOWN, queued: true };
export const DONE: TaskReport = { ...UNKNOWN, completed: true };
export const active = (progress: number): TaskReport => ({
  ...UNKNOWN,
  active: true,
  progress,
  etaSeconds: 4,
});
export const sampling = (step: number, steps = 10, jobNo = 0, jobCount = 1): ServerReport => ({
  ...IDLE,
  job: 'scripts_txt2img',
  jobCount,
  jobNo,
  step,
  steps,
  progress: 0.01 + (jobNo + step / steps) / jobCount,
});

export type Look = Partial<Observation> & { at: number };

/** Feeds looks (times in seconds) through the rules. */
export function feed(looks: Look[], over: Partial<MonitorSettings> = {}): MonitorEvent[] {
  let state = initialState(0);
  const all: MonitorEvent[] = [];
  for (const look of looks) {
    const seen: Observation = { task: null, server: null, dead: null, ...look, at: look.at * 1000 };
    const [next, events] = advance(state, seen, { ...SETTINGS, ...over });
    state = next;
    all.push(...events);
  }
  return all;
}

export const ends = (events: MonitorEvent[]): string[] =>
  events.flatMap((e) => (e.type === 'end' ? [e.reason] : []));
export const phases = (events: MonitorEvent[]): string[] =>
  events.flatMap((e) => (e.type === 'progress' ? [`${e.phase} ${e.percent}`] : []));
