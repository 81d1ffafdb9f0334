// Samplers, schedulers and upscalers by their exact names: the servers silently replace what they do not know.
import { resolveChoice, resolveSampler } from '../../names/resolve-choice.js';
import { without } from './choose-models.js';
import type { Draft } from './draft.js';
import { notFound } from '../../names/refuse.js';

const SAME = /^(use same\b.*|)$/i;

export function chooseSamplers(draft: Draft): void {
  chooseSampler(draft, 'sampler_name', 'scheduler');
  chooseScheduler(draft, 'scheduler');
  if (!draft.hasHires) return;
  chooseSampler(draft, 'hr_sampler_name', 'hr_scheduler');
  chooseScheduler(draft, 'hr_scheduler');
  chooseUpscaler(draft);
}

function chooseSampler(draft: Draft, field: string, schedulerField: string): void {
  const asked = given(draft, field);
  const { samplers, schedulers } = draft.inventory;
  if (asked === null || samplers.length === 0) return;
  const choice = resolveSampler(asked, samplers, schedulers);
  if (!choice)
    throw notFound(
      'sampler_not_found',
      'sampler',
      asked,
      samplers.map(({ name }) => name),
    );
  setName(draft, field, asked, choice.sampler);
  if (choice.scheduler !== null && given(draft, schedulerField) === null)
    draft.body[schedulerField] = choice.scheduler;
}

function chooseScheduler(draft: Draft, field: string): void {
  const asked = given(draft, field);
  const { schedulers } = draft.inventory;
  if (asked === null || schedulers.length === 0) return;
  const name = resolveChoice(asked, schedulers);
  if (name === null)
    throw notFound(
      'scheduler_not_found',
      'scheduler',
      asked,
      schedulers.map(({ label }) => label),
    );
  const isLabel = schedulers.some((choice) => choice.name === name && choice.label === asked);
  // The servers take the label as well as the name.
  if (!isLabel) setName(draft, field, asked, name);
}

function chooseUpscaler(draft: Draft): void {
  const asked = given(draft, 'hr_upscaler');
  const { upscalers } = draft.inventory;
  if (asked === null || upscalers.length === 0) return;
  const name = resolveChoice(asked, upscalers);
  if (name === null)
    throw notFound(
      'upscaler_not_found',
      'upscaler',
      asked,
      upscalers.map((choice) => choice.name),
    );
  setName(draft, 'hr_upscaler', asked, name);
}

function given(draft: Draft, field: string): string | null {
  const value = draft.body[field];
  if (typeof value !== 'string') return null;
  if (!SAME.test(value.trim())) return value;
  draft.body = without(draft.body, field);
  return null;
}

function setName(draft: Draft, field: string, asked: string, name: string): void {
  draft.body[field] = name;
  if (name !== asked)
    draft.warnings.push(`${field} "${asked}" is sent as "${name}", its name on this server.`);
}
