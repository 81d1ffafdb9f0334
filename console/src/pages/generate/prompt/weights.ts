// Ctrl with up or down: more or less weight for what is selected, as the web UIs do it: `(word:1.1)`.

export interface TextEdit {
  /** What of the text is replaced by what. */
  from: number;
  to: number;
  insert: string;
  /** What is selected afterwards, in the new text. */
  selectFrom: number;
  selectTo: number;
}

const STEP = 0.1;
const LORA_STEP = 0.05;
const BREAKS = /[\s,.;:()[\]{}<>|]/;

/** Null where there is nothing to weigh. */
export function changeWeight(text: string, start: number, end: number, up: boolean): TextEdit | null {
  const tag = networkAround(text, start, end);
  if (tag) return tag(up);
  const [from, to] = start === end ? wordAround(text, start) : trimmed(text, start, end);
  if (from === to) return null;
  const group = groupAround(text, from, to);
  if (group) return reweigh(group, up);
  const inside = text.slice(from, to);
  return edit(from, to, inside, round(1 + (up ? STEP : -STEP)));
}

interface Group {
  /** Of the parentheses, the closing one included. */
  from: number;
  to: number;
  inside: string;
  weight: number;
}

function reweigh({ from, to, inside, weight }: Group, up: boolean): TextEdit {
  return edit(from, to, inside, round(weight + (up ? STEP : -STEP)));
}

/** A weight of 1 is no weight: the parentheses go. */
function edit(from: number, to: number, inside: string, weight: number): TextEdit {
  if (weight === 1) return { from, to, insert: inside, selectFrom: from, selectTo: from + inside.length };
  const kept = Math.max(0, weight);
  const insert = `(${inside}:${kept})`;
  return { from, to, insert, selectFrom: from + 1, selectTo: from + 1 + inside.length };
}

/** `(…:1.2)` whose inside is what is selected, or in which the caret stands. */
function groupAround(text: string, from: number, to: number): Group | null {
  const open = openBefore(text, from);
  if (open === null) return null;
  const close = closeAfter(text, to);
  if (close === null) return null;
  const inside = text.slice(open + 1, close);
  const weighed = /^([\s\S]*):\s*([\d.]+)\s*$/.exec(inside);
  if (!weighed) return null;
  return { from: open, to: close + 1, inside: weighed[1]!, weight: Number(weighed[2]) || 1 };
}

function openBefore(text: string, at: number): number | null {
  let depth = 0;
  for (let i = at - 1; i >= 0; i -= 1) {
    if (text[i - 1] === '\\') continue;
    if (text[i] === ')') depth += 1;
    else if (text[i] === '(' && depth-- === 0) return i;
  }
  return null;
}

function closeAfter(text: string, at: number): number | null {
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    if (text[i - 1] === '\\') continue;
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')' && depth-- === 0) return i;
  }
  return null;
}

/** `<lora:name:0.8>`: its own number is changed, in smaller steps. */
function networkAround(text: string, start: number, end: number): ((up: boolean) => TextEdit) | null {
  for (const match of text.matchAll(/<(\w+:[^:<>]+):(-?[\d.]+)>/g)) {
    const [from, to] = [match.index, match.index + match[0].length];
    if (start < from || end > to) continue;
    return (up) => {
      const insert = `<${match[1]}:${round(Number(match[2]) + (up ? LORA_STEP : -LORA_STEP))}>`;
      return { from, to, insert, selectFrom: from, selectTo: from + insert.length };
    };
  }
  return null;
}

function wordAround(text: string, at: number): [number, number] {
  let [from, to] = [at, at];
  while (from > 0 && !BREAKS.test(text[from - 1]!)) from -= 1;
  while (to < text.length && !BREAKS.test(text[to]!)) to += 1;
  return [from, to];
}

/** Double clicks select the space after a word too. */
function trimmed(text: string, start: number, end: number): [number, number] {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(text[from]!)) from += 1;
  while (to > from && /\s/.test(text[to - 1]!)) to -= 1;
  return [from, to];
}

const round = (weight: number): number => Math.round(weight * 100) / 100;
