/** Models of one family need much the same of a GPU. Told by the name; the first that fits decides. */
const FAMILIES: readonly [name: string, pattern: RegExp][] = [
  ['flux', /flux|chroma|schnell/],
  ['qwen', /qwen/],
  ['wan', /(^|[^a-z])wan[ _.-]?2/],
  ['hunyuan', /hunyuan/],
  ['sd3', /sd[ _-]?3|stable[ _-]?diffusion[ _-]?3/],
  ['sdxl', /xl|pony|illustrious|noob|animagine/],
  ['sd2', /sd[ _-]?2|v2[._-][01]/],
  ['sd1', /sd[ _-]?1|v1[._-][45]|1\.5/],
];

/** `model` as `modelName` writes it. Null: its name does not say. */
export function familyOf(model: string): string | null {
  return FAMILIES.find(([, pattern]) => pattern.test(model))?.[0] ?? null;
}
