// Hooks as answers show them: the values of headers are masked.
import { MASK } from '../server-login.js';
import type { Hook, Server } from '../server.js';
import type { BusyHookShownDto, HookOutcomeDto, HookShownDto, IdleHookShownDto } from './hook.dto.js';
import type { HookOutcome, HookOutcomes } from './hook-outcome.js';

export function toHooksShown(
  { busyHook, idleHook }: Pick<Server, 'busyHook' | 'idleHook'>,
  outcomes: HookOutcomes,
): { busy_hook: BusyHookShownDto | null; idle_hook: IdleHookShownDto | null } {
  return {
    busy_hook: busyHook && { ...toHookShown(busyHook, outcomes.busy), required: busyHook.required },
    idle_hook: idleHook && { ...toHookShown(idleHook, outcomes.idle), after_seconds: idleHook.afterSeconds },
  };
}

function toHookShown(hook: Hook, outcome: HookOutcome | null): HookShownDto {
  return {
    url: hook.url,
    method: hook.method,
    headers: Object.fromEntries(Object.keys(hook.headers).map((name) => [name, MASK])),
    body: hook.body,
    timeout_seconds: hook.timeoutSeconds,
    last_call: outcome && toOutcomeDto(outcome),
  };
}

function toOutcomeDto({ at, ok, status, problem, durationMs }: HookOutcome): HookOutcomeDto {
  return { at, ok, status, problem, duration_ms: durationMs };
}
