import type { Dialect } from './dialects/dialect.js';
import type { Sampler, Scheduler } from './dialects/sampling-lists.js';

/** Which sampler and scheduler a request really gets. */
export interface SamplerChoice {
  sampler: Sampler;
  /** The label kept in the request: `Automatic` when the sampler's own scheduler is meant. */
  schedulerLabel: string;
  /** The label of the scheduler that is used, if it is one a sampler or request names. */
  usedScheduler: string | null;
}

/**
 * Never an error: an unknown sampler becomes the first of the list, an unknown scheduler Automatic,
 * and an old combined name ("DPM++ 2M Karras") is taken apart. Seen on both servers.
 */
export function chooseSampler(
  dialect: Dialect,
  samplerName: string | null,
  schedulerName: string | null,
): SamplerChoice {
  const automatic = dialect.schedulers[0] as Scheduler;
  const first = dialect.samplers[0] as Sampler;
  let name = samplerName || first.name;
  let scheduler =
    dialect.schedulers.find((s) => s.name === schedulerName || s.label === schedulerName) ?? automatic;
  for (const candidate of dialect.schedulers) {
    const suffix = [candidate.label, candidate.name, ...(candidate.aliases ?? [])].find((s) =>
      name.endsWith(` ${s}`),
    );
    if (suffix) {
      scheduler = candidate;
      name = name.slice(0, -(suffix.length + 1));
    }
  }
  const sampler = dialect.samplers.find((s) => s.name === name) ?? first;
  if (sampler.options['scheduler'] === scheduler.name) scheduler = automatic;
  return {
    sampler,
    schedulerLabel: scheduler.label,
    usedScheduler: usedScheduler(dialect, sampler, scheduler),
  };
}

function usedScheduler(dialect: Dialect, sampler: Sampler, scheduler: Scheduler): string | null {
  if (scheduler.name !== 'automatic') return scheduler.label;
  return dialect.schedulers.find((s) => s.name === sampler.options['scheduler'])?.label ?? null;
}
