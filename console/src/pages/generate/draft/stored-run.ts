// What was chosen to run, read back from where a browser or a preset keeps it. As suspicious as the rest of a stored form.
import type { WorkflowField } from '../../../api/queries/workflows';
import { PLAIN, type Run } from './run';

const KINDS: ReadonlySet<string> = new Set<WorkflowField['kind']>([
  ...(['text', 'long_text', 'integer', 'number', 'boolean', 'choice'] as const),
  ...(['image', 'mask', 'seed', 'size'] as const),
]);

/** Plain parameters when it is anything else than what this console writes. */
export function readRun(stored: unknown): Run {
  if (!isObject(stored) || !isForm(stored['form']) || !isText(stored['title'])) return PLAIN;
  const { kind, name, workflow, map, form, title } = stored;
  if (kind === 'template' && isText(name)) return { kind, name, title, form };
  if (kind === 'workflow' && isText(workflow))
    return { kind, workflow, map: isObject(map) ? map : null, title, form };
  return PLAIN;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isForm = (value: unknown): value is WorkflowField[] => Array.isArray(value) && value.every(isField);

function isField(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, label, kind, own, places, choices } = value;
  const isNamed = isText(name) && typeof label === 'string' && typeof own === 'boolean';
  const isListed =
    choices === null || (Array.isArray(choices) && choices.every((one) => typeof one === 'string'));
  return isNamed && isListed && KINDS.has(String(kind)) && Array.isArray(places);
}
