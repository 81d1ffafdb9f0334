// Samplers, schedulers and upscalers: the servers replace a name they do not know by another without a word
// (Forge dfdcbab6 and A1111 1.10.1: unknown sampler → "DPM++ 2M", unknown scheduler → Automatic).
import type { NamedChoice } from '../contract/index.js';

/** The exact name of the choice that is meant: by name, label, alias or in another case. Null: there is none. */
export function resolveChoice(asked: string, choices: readonly NamedChoice[]): string | null {
  const wanted = asked.trim();
  const exact = choices.find((choice) => choice.name === wanted || choice.label === wanted);
  if (exact) return exact.name;
  const loose = wanted.toLowerCase();
  const found =
    choices.find((choice) => choice.aliases.includes(wanted)) ??
    choices.find((choice) =>
      [choice.name, choice.label, ...choice.aliases].some((n) => n.toLowerCase() === loose),
    );
  return found?.name ?? null;
}

export interface SamplerChoice {
  sampler: string;
  /** Told by a legacy name such as "DPM++ 2M Karras"; null if the name is the sampler's alone. */
  scheduler: string | null;
}

/** Like `resolveChoice`, and splits legacy names that carry their scheduler. */
export function resolveSampler(
  asked: string,
  samplers: readonly NamedChoice[],
  schedulers: readonly NamedChoice[],
): SamplerChoice | null {
  const whole = resolveChoice(asked, samplers);
  if (whole !== null) return { sampler: whole, scheduler: null };
  for (const choice of schedulers) {
    for (const name of [choice.label, choice.name, ...choice.aliases]) {
      const head = withoutSuffix(asked.trim(), name);
      const sampler = head === null ? null : resolveChoice(head, samplers);
      if (sampler !== null) return { sampler, scheduler: choice.name };
    }
  }
  return null;
}

function withoutSuffix(text: string, suffix: string): string | null {
  const tail = ` ${suffix.toLowerCase()}`;
  return suffix !== '' && text.toLowerCase().endsWith(tail) ? text.slice(0, -tail.length).trim() : null;
}
