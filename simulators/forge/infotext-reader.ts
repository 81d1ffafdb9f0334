/**
 * Reads an infotext back, as the servers do for /sdapi/v1/png-info and for A1111's `infotext`
 * request field. Only what those two need; the grammar is the web UI's.
 */
export interface ReadInfotext {
  prompt: string;
  negativePrompt: string;
  parameters: Record<string, string>;
}

const pair = /\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g;

export function readInfotext(text: string): ReadInfotext {
  const lines = text.trim().split('\n');
  const last = lines.at(-1) ?? '';
  const hasParameters = [...last.matchAll(pair)].length >= 3;
  const body = hasParameters ? lines.slice(0, -1) : lines;
  const negativeAt = body.findIndex((line) => line.trim().startsWith('Negative prompt:'));
  const positive = negativeAt < 0 ? body : body.slice(0, negativeAt);
  const negative = negativeAt < 0 ? [] : body.slice(negativeAt);
  return {
    prompt: positive.join('\n').trim(),
    negativePrompt: negative
      .join('\n')
      .trim()
      .replace(/^Negative prompt:\s*/, ''),
    parameters: hasParameters ? readPairs(last) : {},
  };
}

function readPairs(line: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [, key = '', raw = ''] of line.matchAll(pair)) {
    const value = unquote(raw.trim());
    const size = /^(\d+)x(\d+)$/.exec(value);
    if (size) {
      parameters[`${key}-1`] = size[1] ?? '';
      parameters[`${key}-2`] = size[2] ?? '';
    } else parameters[key] = value;
  }
  return parameters;
}

function unquote(value: string): string {
  if (!value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    // Not JSON after all: the servers keep it raw.
    return value;
  }
}

/** The request fields an infotext stands for. */
export function toRequestFields({
  prompt,
  negativePrompt,
  parameters,
}: ReadInfotext): Record<string, unknown> {
  const number = (key: string): number | undefined =>
    key in parameters ? Number(parameters[key]) : undefined;
  const fields: Record<string, unknown> = {
    prompt,
    negative_prompt: negativePrompt,
    steps: number('Steps'),
    sampler_name: parameters['Sampler'],
    scheduler: parameters['Schedule type'],
    cfg_scale: number('CFG scale'),
    seed: number('Seed'),
    width: number('Size-1'),
    height: number('Size-2'),
    subseed: number('Variation seed'),
    subseed_strength: number('Variation seed strength'),
    denoising_strength: number('Denoising strength'),
    hr_scale: number('Hires upscale'),
    hr_upscaler: parameters['Hires upscaler'],
    hr_second_pass_steps: number('Hires steps'),
    enable_hr: 'Hires upscale' in parameters ? true : undefined,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && !Number.isNaN(value)),
  );
}

/** Settings an infotext adds to override_settings. */
export function toOverrides(parameters: Record<string, string>): Record<string, unknown> {
  const overrides: Record<string, unknown> = {};
  if (parameters['Model hash']) overrides['sd_model_checkpoint'] = parameters['Model hash'];
  if (parameters['Clip skip']) overrides['CLIP_stop_at_last_layers'] = Number(parameters['Clip skip']);
  return overrides;
}
