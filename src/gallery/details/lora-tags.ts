// `<lora:name:weight>` in prompts, as Forge and A1111 write them.
export interface NamedLora {
  name: string;
  /** Null where the tag names none. */
  weight: number | null;
}

const TAG = /<lora:([^<>:]{1,200})(?::([^<>]{0,200}))?>/gi;
const MOST = 50;

/** Each name once, with the weight of its first tag. */
export function lorasOf(prompt: string): NamedLora[] {
  const found = new Map<string, NamedLora>();
  for (const match of prompt.matchAll(TAG)) {
    const name = (match[1] ?? '').trim();
    if (name && !found.has(name.toLowerCase()))
      found.set(name.toLowerCase(), { name, weight: weightOf(match[2]) });
    if (found.size === MOST) break;
  }
  return [...found.values()];
}

/** `0.8`, or the first of several (`0.8:lbw=…`). */
function weightOf(text: string | undefined): number | null {
  const number = Number.parseFloat(text ?? '');
  return Number.isFinite(number) ? number : null;
}
