import type { SecondsRange } from './duration-model.js';

export const NOW: SecondsRange = { low: 0, typical: 0, high: 0 };

export function plus(a: SecondsRange, b: SecondsRange): SecondsRange {
  return { low: a.low + b.low, typical: a.typical + b.typical, high: a.high + b.high };
}

export function exactly(seconds: number): SecondsRange {
  return { low: seconds, typical: seconds, high: seconds };
}

export function atLeast(range: SecondsRange, seconds: number): SecondsRange {
  const later = (one: number): number => Math.max(one, seconds);
  return { low: later(range.low), typical: later(range.typical), high: later(range.high) };
}

export function meanOf(ranges: readonly SecondsRange[]): SecondsRange | null {
  if (!ranges.length) return null;
  const { low, typical, high } = ranges.reduce(plus, NOW);
  return { low: low / ranges.length, typical: typical / ranges.length, high: high / ranges.length };
}
