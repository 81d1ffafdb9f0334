// A row of a gallery that has grown for two years, by its number: models and LoRAs that come and go, prompts of a few
// hundred words, some favourites. Few things are frequent and many are rare, as in real galleries.
import { createHash } from 'node:crypto';
import type { Columns } from './seeded-job.js';

export interface SeededImage {
  image: Columns;
  tags: string[];
}

const SUBJECTS = words(
  'lighthouse portrait castle forest robot dragon harbour mountain street cat garden astronaut',
);
const PLACES = words('coast city desert valley village island market library station meadow canyon bridge');
const MOODS = words('dusk dawn fog rain snow sunlight moonlight storm autumn spring winter neon');
const STYLES = words('photograph watercolour oil sketch render anime engraving pastel poster collage');
const MODELS = words(
  'dreamshaper juggernaut realvis flux-dev sdxl-base pony illustrious animagine revanimated deliberate',
);
const SAMPLERS = ['DPM++ 2M', 'Euler a', 'Euler', 'DPM++ SDE', 'UniPC', 'DDIM'];
const SIZES = [
  [1024, 1024],
  [832, 1216],
  [1216, 832],
  [512, 768],
  [768, 512],
  [1536, 640],
] as const;
const SOURCES = ['mobile', 'photoshop', 'script', 'import'];
const TAGS = words('print client draft wallpaper reference finished');

/** `random` gives numbers from 0 to below 1, the same for each run. */
export function seededImage(number: number, createdMs: number, random: () => number): SeededImage {
  const one = <T>(list: readonly T[]): T => list[Math.floor(list.length * random() ** 2.2)]!;
  const loras = random() < 0.45 ? [{ name: `style-${Math.floor(60 * random() ** 2.5)}`, weight: 0.8 }] : [];
  const prompt = promptOf(one, loras, number);
  const [width, height] = one(SIZES);
  const sha256 = createHash('sha256').update(`image ${number}`).digest('hex');
  const created = new Date(createdMs).toISOString();
  const filename = `${sha256.slice(0, 16)}_00001.png`;
  const seed = Math.floor(random() * 2 ** 32);
  const model = one(MODELS);
  const sampler = one(SAMPLERS);
  return {
    image: {
      job_id: `${sha256.slice(0, 8)}-${sha256.slice(8, 12)}-4${sha256.slice(13, 16)}-8${sha256.slice(17, 20)}-${sha256.slice(20, 32)}`,
      attempt: 1,
      idx: 0,
      state: 'saved',
      role: random() < 0.05 ? 'grid' : 'image',
      filename,
      relative_path: `${created.slice(0, 10)}/${filename}`,
      media_type: 'image/png',
      width,
      height,
      bytes: Math.floor(400_000 + random() * 2_000_000),
      sha256,
      seed,
      infotext: `${prompt}\nNegative prompt: blurry, lowres\nSteps: 25, Sampler: ${sampler}, Seed: ${seed}, Size: ${width}x${height}, Model: ${model}`,
      params_json: JSON.stringify({
        job: { prompt, negative_prompt: 'blurry, lowres', steps: 25, seed, width, height },
      }),
      server_alias: one(['tower', 'attic', 'rented']),
      app_type: 'forge',
      created_timestamp: created,
      described: 1,
      prompt,
      negative_prompt: 'blurry, lowres',
      model,
      sampler,
      steps: 25,
      cfg_scale: 7,
      loras_json: JSON.stringify(loras),
      source_info: one(SOURCES),
      bulk_job_id: random() < 0.3 ? `bulk-${Math.floor(number / 40)}` : null,
      favourite: random() < 0.03 ? 1 : 0,
      rating: random() < 0.1 ? 1 + Math.floor(5 * random()) : 0,
      trashed_timestamp: random() < 0.02 ? created : null,
      previews: 'made',
    },
    tags: random() < 0.08 ? [one(TAGS)] : [],
  };
}

function promptOf(one: <T>(list: readonly T[]) => T, loras: { name: string }[], number: number): string {
  const tags = loras.map(({ name }) => ` <lora:${name}:0.8>`).join('');
  return `a ${one(SUBJECTS)} in a ${one(PLACES)} at ${one(MOODS)}, ${one(STYLES)}, ${one(MOODS)}, highly detailed, number ${number}${tags}`;
}

function words(text: string): string[] {
  return text.split(' ');
}
