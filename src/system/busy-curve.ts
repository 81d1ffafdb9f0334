import type { StretchMoves } from './utilisation.repository.js';

/**
 * The part of `slots` that was taken in each stretch of `widthSeconds`: whoever is there at its beginning counts for all
 * of it, whoever comes for what is left of it, and whoever goes gives that back. Pure.
 */
export function busyCurve(
  moves: readonly StretchMoves[],
  stretches: { count: number; widthSeconds: number },
  slots: number,
): number[] {
  const { count, widthSeconds } = stretches;
  const byStretch = new Map(moves.map((move) => [move.stretch, move]));
  let there = byStretch.get(-1)?.began ?? 0;
  return Array.from({ length: count }, (_, stretch) => {
    const move = byStretch.get(stretch);
    const taken = there * widthSeconds + (move?.beganSeconds ?? 0) - (move?.endedSeconds ?? 0);
    there += (move?.began ?? 0) - (move?.ended ?? 0);
    const part = taken / (widthSeconds * Math.max(1, slots));
    return Math.round(1000 * Math.min(1, Math.max(0, part))) / 1000;
  });
}
