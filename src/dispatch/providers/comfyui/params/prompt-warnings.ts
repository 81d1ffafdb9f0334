import type { JsonObject } from '../../../../common/json.js';

const WEBUI_SYNTAX: [RegExp, string][] = [
  [/\bBREAK\b/, 'BREAK'],
  [/\bAND\b/, 'AND'],
  [/\[[^[\]]*:[^[\]]*:[\d.]+\]/, '[from:to:when]'],
  [/\[[^[\]:|]+\]/, '[less of this]'],
  [/\[[^[\]]*\|[^[\]]*\]/, '[one|other]'],
];

/** What the prompts of the WebUIs can say and those of ComfyUI cannot: there it is read as it is written. */
export function promptWarnings(params: JsonObject): string[] {
  return ['prompt', 'negative_prompt'].flatMap((field) => {
    const text = params[field];
    if (typeof text !== 'string') return [];
    const found = WEBUI_SYNTAX.filter(([pattern]) => pattern.test(text)).map(([, name]) => name);
    return found.length === 0
      ? []
      : [`${field} uses ${found.join(', ')}, which ComfyUI does not know: it reads this as plain words.`];
  });
}
