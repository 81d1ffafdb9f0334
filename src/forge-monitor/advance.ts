// The rules of the monitor: state and one observation in, next state and events out. Pure, so that every rule has a
// test without a clock. What the observations mean is in read-standing.ts.
import type { Phase, RunProgress } from '../dispatch/contract/index.js';
import type { EndReason, MonitorEvent, MonitorSettings, MonitorState } from './monitor-state.js';
import type { Observation } from './observation.js';
import { progressOf, standingOf, type Progress, type Standing } from './read-standing.js';

export type Advanced = [MonitorState, MonitorEvent[]];

export function advance(state: MonitorState, seen: Observation, settings: MonitorSettings): Advanced {
  if (seen.task === null && seen.server === null) return onSilence(heard(state, seen), seen, settings);
  const answered = { ...state, lastAnswerAt: seen.at, deadSince: null };
  // Half an answer may tell of progress, but is no ground to end anything.
  if (seen.task === null && !settings.attached) return [answered, []];
  const standing = standingOf(seen);
  const [next, events] = onStanding(answered, standing, seen, settings);
  const end = endReason(next, standing, seen, settings);
  return [next, end ? [...events, { type: 'end', reason: end }] : events];
}

/** A stream that still beats is an answer, too: the server is there, however choked its other routes are. */
function heard(state: MonitorState, { queue }: Observation): MonitorState {
  const isNews = queue !== undefined && queue.heardAt > state.lastAnswerAt;
  return isNews ? { ...state, lastAnswerAt: queue.heardAt, deadSince: null } : state;
}

function onSilence(state: MonitorState, seen: Observation, settings: MonitorSettings): Advanced {
  const deadSince = seen.dead ? (state.deadSince ?? seen.at) : null;
  const limit = seen.dead === 'refused' ? settings.refusedMs : settings.silenceMs;
  const isDead = deadSince !== null && seen.at - deadSince >= limit;
  // Connections that are taken but never answered: a process that hangs, or one that is choked by others' requests.
  // While our request is open, they are given much more time: the answer may still come.
  const patientMs = 2 * Math.max(settings.firstStepMs, settings.stallMs, settings.silenceMs);
  const hungMs = settings.attached ? patientMs : settings.silenceMs;
  const isHung = seen.at - state.lastAnswerAt >= hungMs;
  if (isDead || isHung) return [{ ...state, deadSince }, [{ type: 'end', reason: 'silent' }]];
  return seen.queue?.state === 'waiting'
    ? onQueued({ ...state, deadSince }, seen)
    : [{ ...state, deadSince }, []];
}

function onStanding(
  state: MonitorState,
  standing: Standing,
  seen: Observation,
  settings: MonitorSettings,
): Advanced {
  if (standing === 'running') return onRunning(state, seen, settings);
  if (standing === 'queued') return onQueued(state, seen);
  const suspect = suspectOf(state, standing, seen.at, settings);
  const next = { ...state, seen: state.seen || standing !== 'unknown', suspect };
  return standing === 'completed' ? report(next, 'saving', 99, null) : [next, []];
}

function onQueued(state: MonitorState, seen: Observation): Advanced {
  // A queue before an idle server does not move: then the first step stays due.
  const dueFrom = seen.server?.job === '' ? state.dueFrom : seen.at;
  const next = { ...state, seen: true, dueFrom, suspect: null };
  return report(next, 'queued_on_server', 0, null, seen.queue?.etaSeconds ?? null);
}

function suspectOf(
  state: MonitorState,
  standing: Standing,
  at: number,
  settings: MonitorSettings,
): MonitorState['suspect'] {
  if (standing === 'unknown' && settings.attached && !state.seen) return null;
  const reason: EndReason = standing === 'completed' || standing === 'failed' ? standing : 'gone';
  return state.suspect?.reason === reason ? state.suspect : { reason, since: at };
}

function onRunning(state: MonitorState, seen: Observation, settings: MonitorSettings): Advanced {
  const progress = progressOf(seen);
  const next = { ...withMark(state, progress, seen.at), seen: true, suspect: null };
  const [reported, events] = report(next, phaseOf(progress, settings), progress.fraction * 100, progress);
  const preview = typeof seen.task === 'object' ? (seen.task?.preview ?? null) : null;
  if (preview && preview.id !== state.previewId) {
    reported.previewId = preview.id;
    events.push({ type: 'preview', bytes: preview.bytes, mediaType: preview.mediaType });
  }
  if (seen.server?.interrupted && !state.interrupted) {
    reported.interrupted = true;
    events.push({ type: 'interrupted' });
  }
  return [reported, events];
}

function withMark(state: MonitorState, progress: Progress, at: number): MonitorState {
  if (progress.loading && !state.stepped) return state;
  const mark = `${progress.fraction} ${progress.pass} ${progress.step ?? ''}`;
  return mark === state.mark ? state : { ...state, stepped: true, mark, markAt: at };
}

function phaseOf(progress: Progress, settings: MonitorSettings): Phase {
  if (progress.loading) return 'loading_model';
  if (progress.fraction >= 1) return 'saving';
  return settings.hires && progress.pass % 2 === 1 ? 'hires' : 'sampling';
}

/** Only what changed is told, and the percentage never falls; 100 is for the one who has the pictures. */
function report(
  state: MonitorState,
  phase: Phase,
  percent: number,
  progress: Progress | null,
  etaSeconds = progress?.loading ? null : (progress?.etaSeconds ?? null),
): Advanced {
  const rising = Math.max(state.percent, Math.min(99, Math.round(percent * 10) / 10));
  const samples = progress !== null && !progress.loading && phase !== 'saving';
  const step = samples ? progress.step : null;
  const shown = progress?.loading && state.stepped ? state.phase : phase;
  if (shown === state.phase && rising === state.percent && step === state.step) return [{ ...state }, []];
  const event: RunProgress = {
    type: 'progress',
    phase: shown,
    percent: rising,
    step,
    steps: step === null ? null : (progress?.steps ?? null),
    etaSeconds,
  };
  return [{ ...state, phase: shown, percent: rising, step }, [event]];
}

function endReason(
  state: MonitorState,
  standing: Standing,
  seen: Observation,
  settings: MonitorSettings,
): EndReason | null {
  const { suspect } = state;
  if (suspect) return seen.at - suspect.since >= graceOf(suspect.reason, settings) ? suspect.reason : null;
  if (!state.stepped) return isFirstStepOverdue(state, standing, seen, settings) ? 'no_first_step' : null;
  return standing === 'running' && seen.at - state.markAt >= stallLimit(state, settings)
    ? 'no_progress'
    : null;
}

function graceOf(reason: EndReason, settings: MonitorSettings): number {
  return reason === 'completed' && !settings.attached ? 0 : settings.graceMs;
}

/** A request that is not known yet while somebody else's job runs there is waiting, not hanging. */
function isFirstStepOverdue(
  state: MonitorState,
  standing: Standing,
  seen: Observation,
  settings: MonitorSettings,
): boolean {
  const waits = standing === 'unknown' && seen.server !== null && seen.server.job !== '';
  return !waits && seen.at - state.dueFrom >= settings.firstStepMs;
}

/** A new pass may load a model before its first step; after the last step the picture is decoded and encoded. */
function stallLimit(state: MonitorState, settings: MonitorSettings): number {
  if (state.phase === 'saving') return 2 * settings.stallMs;
  return state.step === 0 ? Math.max(settings.stallMs, settings.firstStepMs) : settings.stallMs;
}
