// Small, so that it can be asked at each paste: what reads the parameters is loaded when there are any.

/** An infotext with its `Steps:` line, or a graph of ComfyUI. */
export function looksLikeParameters(text: string): boolean {
  return (
    /(^|\n)\s*Steps: *\d+, *[A-Z][\w ]*:/.test(text) ||
    (text.trimStart().startsWith('{') && text.includes('"class_type"'))
  );
}
