import type { WorkflowField } from '../../../api/queries/workflows';

/** Beyond that a slider moves by more than one step a pixel. */
const MOST_STEPS = 400;
/** Parameters that the API bounds far beyond what anybody uses. */
const USUAL: Readonly<Record<string, readonly [number, number]>> = {
  steps: [1, 60],
  cfg_scale: [1, 15],
  distilled_cfg_scale: [1, 10],
  denoising_strength: [0, 1],
};

/** The range of the slider under a number; null where a slider helps nobody. Pure. */
export function sliderOf(field: Pick<WorkflowField, 'name' | 'own' | 'min' | 'max' | 'step'>) {
  const { name, own, min, max, step } = field;
  if (!own) return USUAL[name] ?? null;
  if (min === null || max === null || max <= min) return null;
  return (max - min) / (step || 1) <= MOST_STEPS ? ([min, max] as const) : null;
}
