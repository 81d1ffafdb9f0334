// How long a running job has still to go, by what its server says, else by what is known of its kind, else by how far
// it has come. Pure.
import { remaining, type SecondsRange } from './duration-model.js';

export interface RunningFacts {
  /** Since it was claimed. */
  elapsedSeconds: number;
  /** As its server says; null when it does not. */
  etaSeconds: number | null;
  /** 0–100. */
  percent: number;
  /** For the whole job, by others of its kind. */
  estimate: SecondsRange | null;
}

const SURE_FROM_PERCENT = 5;

export function remainingOf(facts: RunningFacts): SecondsRange | null {
  const { elapsedSeconds, etaSeconds, percent, estimate } = facts;
  if (etaSeconds !== null && percent >= SURE_FROM_PERCENT) return around(etaSeconds, 0.8, 1.3);
  if (estimate) return remaining(estimate, elapsedSeconds);
  if (percent < SURE_FROM_PERCENT) return null;
  return around((elapsedSeconds * (100 - percent)) / percent, 0.6, 1.6);
}

function around(seconds: number, less: number, more: number): SecondsRange {
  return { low: seconds * less, typical: seconds, high: seconds * more };
}
