// Asked at each paste, so that nothing but parameters is taken from where it was meant to go, and sent to be read.

/** An infotext with its `Steps:` line, or a graph of ComfyUI. */
export function looksLikeParameters(text: string): boolean {
  return /(^|\n)\s*Steps: *\d+, *[A-Z][\w ]*:/.test(text) || looksLikeGraph(text);
}

export const looksLikeGraph = (text: string): boolean =>
  text.trimStart().startsWith('{') && text.includes('"class_type"');
