// `<lora:name:weight>` in prompts: which LoRAs a prompt names, and adding those that a job lists apart from it.
export interface LoraTag {
  name: string;
  /** The whole tag as written. */
  tag: string;
}

const TAG = /<lora:([^<>:]{1,500})((?::[^<>]{0,200})?)>/gi;

export function loraTags(prompt: string): LoraTag[] {
  return [...prompt.matchAll(TAG)].map((match) => ({ name: (match[1] ?? '').trim(), tag: match[0] }));
}

/** The prompt with a tag for every listed LoRA that it does not name yet. */
export function addLoraTags(prompt: string, loras: readonly { name: string; weight: number }[]): string {
  const named = new Set(loraTags(prompt).map(({ name }) => name.toLowerCase()));
  const added = loras
    .filter(({ name }) => !named.has(name.toLowerCase()))
    .map(({ name, weight }) => `<lora:${name}:${weight}>`);
  return [prompt, ...added].filter((part) => part !== '').join(' ');
}

/** Every tag's name replaced by what `rename` gives for it. */
export function renameLoraTags(prompt: string, rename: (name: string) => string): string {
  return prompt.replace(TAG, (_tag, name: string, rest: string) => `<lora:${rename(name.trim())}${rest}>`);
}
