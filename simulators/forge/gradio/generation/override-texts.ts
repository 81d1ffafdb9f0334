import type { Dialect } from '../../dialects/dialect.js';
import { PythonError } from '../../python-errors.js';

/**
 * The "Override settings" input: texts as `Model: sub/foo.safetensors`, made into override_settings.
 * A label nobody knows is ignored (both servers, `create_override_settings_dict`).
 */
type Cast = (text: string) => unknown;
type LabelRow = readonly [label: string, option: string, cast: Cast];

const asIs: Cast = (text) => text;
const common: readonly LabelRow[] = [
  ['Clip skip', 'CLIP_stop_at_last_layers', Number],
  ['ENSD', 'eta_noise_seed_delta', Number],
  ['RNG', 'randn_source', asIs],
];
const forgeLabels: readonly LabelRow[] = [
  ...common,
  ['Model', 'sd_model_checkpoint', asIs],
  ['VAE/TE', 'forge_additional_modules', pythonList],
];
const a1111Labels: readonly LabelRow[] = [
  ...common,
  ['Model hash', 'sd_model_checkpoint', asIs],
  ['VAE', 'sd_vae', asIs],
];

/** @throws PythonError for null (A1111) and for a text without a colon. */
export function readOverrideTexts(dialect: Dialect, value: unknown): Record<string, unknown> {
  const texts = value ?? (dialect.streamsResults ? [] : null);
  if (!Array.isArray(texts)) throw new PythonError('TypeError', "'NoneType' object is not iterable");
  const given = new Map(texts.map((text) => splitPair(String(text))));
  const labels = dialect.hasModules ? forgeLabels : a1111Labels;
  const overrides: Record<string, unknown> = {};
  for (const [label, option, cast] of labels) {
    const text = given.get(label);
    if (text !== undefined) overrides[option] = cast(text);
  }
  return overrides;
}

function splitPair(text: string): [string, string] {
  const colon = text.indexOf(':');
  if (colon < 0) throw new PythonError('ValueError', 'not enough values to unpack (expected 2, got 1)');
  return [text.slice(0, colon), text.slice(colon + 1).trim()];
}

/** `['a', "b"]`. @throws PythonError for anything else, as `ast.literal_eval` */
function pythonList(text: string): string[] {
  const inside = /^\[(.*)\]$/s.exec(text.trim());
  if (!inside) throw new PythonError('ValueError', `malformed node or string: ${text}`);
  const quoted = /'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"/g;
  return [...(inside[1] ?? '').matchAll(quoted)].map(([, single, double]) =>
    (single ?? double ?? '').replace(/\\(.)/g, '$1'),
  );
}
