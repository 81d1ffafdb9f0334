// The form survives a reload. What is read back is as suspicious as any other text from outside: an older console, or
// a person with the browser's tools, may have written it.
import { FIRST_DRAFT, type Draft, type Mode, type Params } from './draft';
import { PLAIN } from './run';
import { readRun } from './stored-run';

const MODES: readonly Mode[] = ['text', 'image', 'inpaint', 'upscale'];

export function readDraft(stored: string | null): Draft {
  const value = parse(stored);
  const run = readRun(value['run']);
  const plain = isObject(value['plain']) ? value['plain'] : null;
  // The fields of a workflow that cannot be read any more say nothing to plain parameters.
  const lost = run === PLAIN && plain !== null;
  return {
    appType: text(value['appType'], FIRST_DRAFT.appType),
    server: typeof value['server'] === 'string' ? value['server'] : null,
    mode: MODES.find((mode) => mode === value['mode']) ?? FIRST_DRAFT.mode,
    run,
    params: lost ? plain : isObject(value['params']) ? value['params'] : FIRST_DRAFT.params,
    plain: lost ? null : plain,
    scripts: text(value['scripts'], ''),
    priority: within(value['priority'], 1, 10, FIRST_DRAFT.priority),
    notBefore: '',
    copies: within(value['copies'], 1, 1000, FIRST_DRAFT.copies),
  };
}

function parse(stored: string | null): Params {
  try {
    const value = JSON.parse(stored ?? '{}') as unknown;
    return isObject(value) ? value : {};
  } catch {
    // Not ours; the form starts anew.
    return {};
  }
}

function isObject(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

const within = (value: unknown, low: number, high: number, otherwise: number): number =>
  typeof value === 'number' && value >= low && value <= high ? value : otherwise;
