import { textOf, type Params } from '../draft/draft';

const PLACE = '{prompt}';

/** Into the place that the style keeps for the prompt, else behind it: as the web UIs apply theirs. */
export function applyStyle(params: Params, style: Params): Params {
  return {
    prompt: joined(textOf(params, 'prompt'), textOf(style, 'prompt')),
    negative_prompt: joined(textOf(params, 'negative_prompt'), textOf(style, 'negative_prompt')),
  };
}

function joined(own: string, style: string): string {
  if (style.includes(PLACE)) return style.replace(PLACE, () => own);
  return [own.trim(), style.trim()].filter((part) => part !== '').join(', ');
}
