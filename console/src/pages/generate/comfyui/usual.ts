// What ComfyUI jobs use where the form says nothing: it depends on the family of the model, which its name tells. The
// server decides; this is only what the empty fields show.
import { isFlux } from '../draft/comfyui-params';
import { textOf, type Params } from '../draft/draft';

export interface UsualOfModel {
  side: number;
  steps: string;
  cfg: string;
  sampler: string;
  scheduler: string;
}

const LARGE = /xl|pony|illustrious|noob|animagine/i;

export function usualOf(params: Params): UsualOfModel {
  const [name, family] = [textOf(params, 'checkpoint_name'), textOf(params, 'model_family')];
  if (isFlux(params))
    return {
      side: 1024,
      steps: /schnell/i.test(name) ? '4' : '20',
      cfg: '1',
      sampler: 'euler',
      scheduler: 'simple',
    };
  const isLarge = family === '' ? LARGE.test(name) : family === 'sdxl';
  return { side: isLarge ? 1024 : 512, steps: '20', cfg: '7', sampler: 'euler', scheduler: 'normal' };
}
