// What somebody with two cards might make in two weeks. Decent, and of many shapes.

export interface DemoPicture {
  prompt: string;
  width: number;
  height: number;
}

const SHAPES: readonly [number, number][] = [
  [512, 768],
  [768, 512],
  [640, 640],
  [576, 832],
  [896, 512],
];

const PROMPTS = [
  'a lighthouse at dusk, oil on canvas, long brush strokes',
  'a fox in the snow, soft morning light',
  'portrait of an old sailor, film grain, 85 mm',
  'a glass greenhouse full of ferns, rain on the panes',
  'isometric city block at night, neon signs, wet asphalt',
  'a bowl of ramen, studio photograph, steam',
  'a heron among the reeds, woodblock print',
  'a tram in the rain, watercolour',
  'a mountain hut under the Milky Way, long exposure',
  'a paper boat on a still pond, macro photograph',
  'a library with a spiral staircase, volumetric light',
  'a lemon tree in a courtyard, gouache',
  'a steam locomotive crossing a viaduct, autumn',
  'a ceramic teapot with blue glaze, product shot',
  'a field of sunflowers before a storm, wide angle',
  'a koi pond from above, ink and gold leaf',
];

export const NEGATIVE = 'blurry, low quality, watermark';
export const CHECKPOINTS = ['juggernautXL_v9.safetensors', 'dreamshaper_8.safetensors'];
export const LORAS = [{ file: 'ink_lines_v2.safetensors' }, { file: 'golden_hour.safetensors' }];

/** The same picture for the same number, round and round. */
export function demoPicture(number: number): DemoPicture {
  const [width, height] = SHAPES[number % SHAPES.length]!;
  return { prompt: PROMPTS[number % PROMPTS.length]!, width, height };
}

export const demoParams = (number: number): Record<string, unknown> => ({
  ...demoPicture(number),
  negative_prompt: NEGATIVE,
  steps: 20 + (number % 4) * 4,
  cfg_scale: 6 + (number % 3),
  sampler_name: number % 3 ? 'DPM++ 2M' : 'Euler a',
  seed: 1_000 + number * 7,
});
