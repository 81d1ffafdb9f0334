// What a matrix can go through: what every kind of server knows, or the fields of the chosen workflow. Pure.
import type { WorkflowField } from '../../../api/queries/workflows';
import { isPictureField } from '../draft/workflow-params';
import type { Axis, AxisKind } from './matrix';

/** An axis that is not chosen yet. */
export type OfferedAxis = Pick<Axis, 'kind' | 'path' | 'field'>;

const KINDS: readonly AxisKind[] = [
  'models',
  'samplers',
  'schedulers',
  'vary',
  'seeds',
  'prompts',
  'negative_prompts',
];
/** Axes with a name of their own in the API. */
const NAMED: Readonly<Record<string, AxisKind>> = {
  checkpoint_name: 'models',
  sampler_name: 'samplers',
  scheduler: 'schedulers',
  seed: 'seeds',
  prompt: 'prompts',
  negative_prompt: 'negative_prompts',
};

/** `form`: of the chosen workflow; null for plain parameters. */
export function offeredAxes(
  form: readonly WorkflowField[] | null,
  axes: readonly OfferedAxis[],
): OfferedAxis[] {
  const all = form
    ? form.filter((field) => !isPictureField(field)).map(axisOf)
    : KINDS.map((kind) => ({ kind, path: '', field: null }));
  const isTaken = ({ kind, path }: OfferedAxis): boolean =>
    axes.some((axis) => axis.kind === kind && axis.path === path);
  return all.filter((one) => (one.kind === 'vary' && one.field === null) || !isTaken(one));
}

function axisOf(field: WorkflowField): OfferedAxis {
  const kind = field.own ? undefined : NAMED[field.name];
  if (kind) return { kind, path: '', field: null };
  return { kind: 'vary', path: field.own ? `values.${field.name}` : field.name, field };
}
