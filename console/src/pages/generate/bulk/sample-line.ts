// One job of a dry run in two lines: its prompt, and what is different from the first. Pure.
import type { Params } from '../draft/draft';

const USUAL = ['seed', 'width', 'height', 'steps', 'sampler_name', 'checkpoint_name'];

export function sampleLine(
  params: Params,
  first: Params,
  isFirst: boolean,
): { prompt: string; rest: string } {
  const { prompt, ...others } = flat(params);
  const before = flat(first);
  const shown = isFirst
    ? Object.entries(others).filter(([name]) => USUAL.includes(name))
    : Object.entries(others).filter(([name, value]) => said(value) !== said(before[name]));
  return {
    prompt: typeof prompt === 'string' && prompt !== '' ? prompt : '–',
    rest: shown.map(([name, value]) => `${name} ${said(value)}`).join(' · '),
  };
}

/** A workflow's own values beside the others. */
function flat({ values, ...others }: Params): Params {
  return typeof values === 'object' && values !== null ? { ...others, ...values } : { ...others };
}

const said = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '–'));
