import { isJsonObject } from '../../../common/json.js';
import { without } from './choose-models.js';
import type { Draft } from './draft.js';
import { notFound } from './refuse.js';

/** Scripts by title, in any case. A server that does not tell its scripts is believed to have them. */
export function checkScripts(draft: Draft): void {
  const { scripts } = draft.inventory;
  const selectable = draft.body['script_name'];
  if (typeof selectable === 'string' && /^(none|)$/i.test(selectable.trim())) {
    draft.body = without(without(draft.body, 'script_name'), 'script_args');
  }
  if (scripts.length === 0) return;
  const alwaysOn = draft.body['alwayson_scripts'];
  const titles = isJsonObject(alwaysOn) ? Object.keys(alwaysOn) : [];
  const named = draft.body['script_name'];
  for (const title of typeof named === 'string' ? [...titles, named] : titles) {
    if (!scripts.includes(title.trim().toLowerCase()))
      throw notFound('script_not_found', 'script', title, scripts);
  }
}
