import type { ImageInfo } from '../../../api/queries/gallery/images';

export interface ParameterPair {
  name: string;
  a: string | null;
  b: string | null;
  differs: boolean;
}

type Facts = readonly { name: string; value: string }[];

/** All facts of two images beside each other, in the order of the first; what only one has counts as a difference. */
export function pairFacts(a: Facts, b: Facts): ParameterPair[] {
  const names = [...new Set([...a, ...b].map(({ name }) => name))];
  const valueOf = (facts: Facts, name: string): string | null =>
    facts.find((fact) => fact.name === name)?.value ?? null;
  return names.map((name) => {
    const [inA, inB] = [valueOf(a, name), valueOf(b, name)];
    return { name, a: inA, b: inB, differs: inA !== inB };
  });
}

export interface Word {
  word: string;
  /** The other one does not have it. */
  isOnlyHere: boolean;
}

/** The parts of a prompt, between commas and line ends, and which of them the other prompt lacks. */
export function markWords(words: string, others: string): Word[] {
  const theirs = new Set(partsOf(others).map(normal));
  return partsOf(words).map((word) => ({ word, isOnlyHere: !theirs.has(normal(word)) }));
}

const partsOf = (words: string): string[] =>
  words
    .split(/[,\n]+/)
    .map((part) => part.trim())
    .filter(Boolean);

const normal = (part: string): string => part.toLowerCase().replace(/\s+/g, ' ');

export const promptOfInfo = (info: ImageInfo): string => info.parameters?.prompt || info.prompt || '';
export const negativeOfInfo = (info: ImageInfo): string =>
  info.negative_prompt || info.parameters?.negative_prompt || '';
