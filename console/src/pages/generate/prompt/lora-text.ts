// LoRAs live in the prompt's text (`<lora:name:weight>`); the rows of the form are a reading of it. So the two can never
// disagree.

export interface LoraInText {
  name: string;
  weight: number;
  /** Of the tag in the text. */
  from: number;
  to: number;
}

const TAG = /<lora:([^:<>]{1,500})(?::([^<>]{0,100}))?>/gi;

export function lorasIn(text: string): LoraInText[] {
  return [...text.matchAll(TAG)].map((match) => ({
    name: match[1]!.trim(),
    weight: weightOf(match[2]),
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** The first number; servers take more of them (`1:0.5`, `te=…`), which the row leaves alone until it is changed. */
function weightOf(written: string | undefined): number {
  const number = Number.parseFloat(written ?? '');
  return Number.isFinite(number) ? number : 1;
}

/** Two digits are more than anyone can see. */
const say = (weight: number): string => String(Math.round(weight * 100) / 100);

export const loraTag = (name: string, weight: number): string => `<lora:${name}:${say(weight)}>`;

/** With this weight: where the LoRA stands already, else at the end. */
export function setLora(text: string, name: string, weight: number): string {
  const found = lorasIn(text).find((lora) => same(lora.name, name));
  if (found) return text.slice(0, found.from) + loraTag(found.name, weight) + text.slice(found.to);
  const gap = text === '' || /\s$/.test(text) ? '' : ' ';
  return `${text}${gap}${loraTag(name, weight)}`;
}

/** Without any tag of it; the gap that it leaves is closed. */
export function removeLora(text: string, name: string): string {
  const kept = lorasIn(text)
    .filter((lora) => same(lora.name, name))
    .reduceRight((all, { from, to }) => all.slice(0, from) + all.slice(to), text);
  return kept === text ? text : kept.replace(/ {2,}/g, ' ').replace(/(?:^ | $)/gm, '');
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
