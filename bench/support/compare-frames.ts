// What scrolled frames say beside those of a plain page: how many come in a second, how late the slow ones are, and what
// the page's own thread does for each.
import { figure, judged, type Entry } from '../benchmark.js';
import { percentile } from '../statistics.js';
import type { Frames } from './scrolling.js';

/** Of the frames that the plain page draws in the same time. */
const RATE_AIM = 0.9;
const P95_AIM = 1.2;
/** Where the plain page itself misses frames, the slowest twentieth is a whole frame longer or shorter by chance. */
const ONE_FRAME_MS = 20;

/** Of all rounds together. */
export function gathered(rounds: readonly Frames[]): Frames {
  return {
    ms: rounds.flatMap(({ ms }) => ms),
    workMs: rounds.reduce((sum, { workMs }) => sum + workMs, 0),
  };
}

export function compareFrames(name: string, ours: Frames, bare: Frames, plain: string): Entry[] {
  const rates = `${rate(ours).toFixed(1)} frames/s; ${plain}: ${rate(bare).toFixed(1)} frames/s`;
  const times = `${sayTimes(ours)}; ${plain}: ${sayTimes(bare)}`;
  const work = `of the page's own thread; ${plain}: ${workOf(bare).toFixed(2)} ms`;
  const p95 = figure(`${name}-p95`, at(ours, 0.95) / at(bare, 0.95), 'x', times);
  return [
    judged(figure(`${name}-rate`, rate(ours) / rate(bare), 'x', rates), { atLeast: RATE_AIM }),
    at(bare, 0.95) < ONE_FRAME_MS ? judged(p95, { atMost: P95_AIM }) : p95,
    figure(`${name}-work`, workOf(ours), 'ms/frame', work),
  ];
}

const at = ({ ms }: Frames, share: number): number => percentile(ms, share);
const rate = ({ ms }: Frames): number => 1_000 / (ms.reduce((sum, one) => sum + one, 0) / ms.length);
const workOf = ({ ms, workMs }: Frames): number => workMs / ms.length;
const sayTimes = (frames: Frames): string =>
  `p50 ${at(frames, 0.5).toFixed(1)} ms, p95 ${at(frames, 0.95).toFixed(1)} ms`;
