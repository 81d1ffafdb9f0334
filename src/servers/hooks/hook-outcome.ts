/** What came of a call of a hook. */
export interface HookOutcome {
  /** ISO-8601 UTC. */
  at: string;
  ok: boolean;
  /** Of the answer; null where none came. */
  status: number | null;
  /** A sentence; null when it went well. */
  problem: string | null;
  durationMs: number;
}

export type HookKind = 'busy' | 'idle';

export type HookOutcomes = Readonly<Record<HookKind, HookOutcome | null>>;

export const NOT_CALLED: HookOutcomes = { busy: null, idle: null };
