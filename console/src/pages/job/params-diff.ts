// What was asked, what was sent, what came back, side by side. Pure.
import type { JobDetails } from '../../api/queries/queue';

export interface ParamRow {
  name: string;
  /** As text; undefined where it was not said. */
  asked: string | undefined;
  sent: string | undefined;
  back: string | undefined;
  /** Two of them are said and not the same. */
  differs: boolean;
}

type Values = Record<string, unknown>;
type Source = Pick<JobDetails, 'asked' | 'sent' | 'received'>;

/** One thing under several names: how the request, the WebUI's settings and its answer call it. */
const SAME: Record<string, string> = {
  sd_model_name: 'checkpoint_name',
  'override_settings.sd_model_checkpoint': 'checkpoint_name',
  clip_skip: 'override_settings.CLIP_stop_at_last_layers',
  positive_prompt: 'prompt',
  sampler: 'sampler_name',
};
/** Of a request: about the job, not about the picture. */
const ENVELOPE = new Set(
  `app_type target_server_alias server source_info priority not_before max_retries metadata webhook
  webhook_url webhook_secret idempotency_key depends_on generation_params bulk_quantity`.split(/\s+/),
);
/** What the answer tells of the picture beyond what was asked. */
const TOLD = [
  'seed',
  'sampler_name',
  'steps',
  'cfg_scale',
  'width',
  'height',
  'sd_model_name',
  'sd_vae_name',
  'clip_skip',
];
const FIRST = [
  'prompt',
  'negative_prompt',
  'checkpoint_name',
  'sampler_name',
  'scheduler',
  'steps',
  'cfg_scale',
];

export function paramRows({ asked, sent, received }: Source): ParamRow[] {
  const columns = {
    asked: flatten(askedParams(asked)),
    sent: flatten(objectOf(sent?.['body']) ?? {}),
    back: new Map<string, unknown>(),
  };
  columns.back = backValues(received, new Set([...columns.asked.keys(), ...columns.sent.keys()]));
  const names = [...new Set([...columns.asked.keys(), ...columns.sent.keys(), ...columns.back.keys()])];
  return names.sort(byImportance).map((name) => {
    const [one, two, three] = [columns.asked.get(name), columns.sent.get(name), columns.back.get(name)];
    const said = [one, two, three].filter((value) => value !== undefined && value !== null);
    const differs = said.some((value) => !isSame(name, value, said[0]));
    return { name, asked: textOf(one), sent: textOf(two), back: textOf(three), differs };
  });
}

function askedParams(asked: Values | null): Values {
  if (!asked) return {};
  const flat = Object.fromEntries(Object.entries(asked).filter(([name]) => !ENVELOPE.has(name)));
  return { ...flat, ...objectOf(asked['generation_params']) };
}

/** The facts of the result before the echo of the request, of which only what was asked or sent matters. */
function backValues(received: Values | null, wanted: ReadonlySet<string>): Map<string, unknown> {
  const info = parsed(received?.['info']);
  const values = new Map<string, unknown>();
  for (const [name, value] of flatten(objectOf(received?.['parameters']) ?? {}))
    if (wanted.has(name)) values.set(name, value);
  for (const name of TOLD)
    if (info[name] !== undefined && info[name] !== null) values.set(SAME[name] ?? name, info[name]);
  for (const name of ['prompt', 'negative_prompt'])
    if (typeof info[name] === 'string') values.set(name, info[name]);
  return values;
}

/** Objects of objects by dots. */
function flatten(values: Values, before = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [name, value] of Object.entries(values)) {
    const path = before + name;
    const inner = objectOf(value);
    if (inner && Object.keys(inner).length)
      for (const [key, one] of flatten(inner, `${path}.`)) flat.set(key, one);
    else if (value !== undefined) flat.set(SAME[path] ?? path, value);
  }
  return flat;
}

function isSame(name: string, one: unknown, other: unknown): boolean {
  if (name === 'checkpoint_name') return stem(one) === stem(other);
  return JSON.stringify(normal(one)) === JSON.stringify(normal(other));
}

/** `20` and `"20"` are one thing. */
function normal(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const number = Number(value);
  return value.trim() && Number.isFinite(number) ? number : value.trim();
}

/** `dir/modelA.safetensors [96240379f3]` is known as `modelA` too. */
function stem(value: unknown): string {
  const name = typeof value === 'string' ? value : JSON.stringify(value);
  return name
    .replace(/\s*\[[0-9a-f]+\]$/i, '')
    .replace(/^.*[\\/]/, '')
    .replace(/\.(safetensors|ckpt|gguf|pt)$/i, '')
    .toLowerCase();
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function objectOf(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
}

function parsed(info: unknown): Values {
  if (typeof info !== 'string') return objectOf(info) ?? {};
  try {
    return objectOf(JSON.parse(info)) ?? {};
  } catch {
    return {};
  }
}

function byImportance(a: string, b: string): number {
  const place = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return place(a) - place(b) || a.localeCompare(b);
}
