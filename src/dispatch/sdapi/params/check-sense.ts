// What no single field can tell: combinations that make no sense (problems) or are odd (warnings).
import type { FieldProblem } from '../../../common/errors.js';
import type { JsonObject } from '../../../common/json.js';

const MAX_IMAGES = 1000;

export interface SenseCheck {
  problems: FieldProblem[];
  warnings: string[];
}

export function checkSense(params: JsonObject): SenseCheck {
  const problems: FieldProblem[] = [];
  const warnings: string[] = [];
  const isImg2img = Array.isArray(params['init_images']) && params['init_images'].length > 0;
  if (params['enable_hr'] === true) checkHires(params, isImg2img, problems, warnings);
  if (params['mask'] !== undefined && !isImg2img) {
    problems.push({ path: 'mask', message: 'A mask needs an image to paint on: give init_images too.' });
  }
  if (Number(params['batch_size']) * Number(params['n_iter']) > MAX_IMAGES) {
    problems.push({ path: 'n_iter', message: `batch_size × n_iter may be ${MAX_IMAGES} at most.` });
  }
  for (const side of ['width', 'height']) {
    const pixels = Number(params[side]);
    if (pixels % 8 !== 0)
      warnings.push(`${side} ${pixels} is no multiple of 8: the image will have ${pixels - (pixels % 8)}.`);
  }
  return { problems, warnings };
}

function checkHires(
  params: JsonObject,
  isImg2img: boolean,
  problems: FieldProblem[],
  warnings: string[],
): void {
  if (isImg2img) warnings.push('enable_hr applies to text to image only and is ignored beside init_images.');
  const resizes = Number(params['hr_resize_x'] ?? 0) > 0 || Number(params['hr_resize_y'] ?? 0) > 0;
  const scale = Number(params['hr_scale'] ?? 2);
  const side = Math.max(Number(params['width']), Number(params['height']));
  if (!isImg2img && !resizes && side * scale > 16384) {
    problems.push({ path: 'hr_scale', message: `${side} px × ${scale} is more than 16384 px: choose less.` });
  }
  if (!isImg2img && !resizes && scale === 1)
    warnings.push('hr_scale 1 does not enlarge: the image is only sampled again.');
}
