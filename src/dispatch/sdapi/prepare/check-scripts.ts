import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { without } from './choose-models.js';
import type { Draft } from './draft.js';
import { notFound } from '../../names/refuse.js';

/** Scripts by title, in any case. A server that does not tell its scripts is believed to have them. */
export function checkScripts(draft: Draft): void {
  const { scripts } = draft.inventory;
  const selectable = draft.body['script_name'];
  if (typeof selectable === 'string' && /^(none|)$/i.test(selectable.trim())) {
    draft.body = without(without(draft.body, 'script_name'), 'script_args');
  }
  if (scripts.length === 0) return;
  const alwaysOn = draft.body['alwayson_scripts'];
  if (isJsonObject(alwaysOn)) {
    const exact = Object.entries(alwaysOn).map(([title, value]) => [exactTitle(title, scripts), value]);
    draft.body = { ...draft.body, alwayson_scripts: Object.fromEntries(exact) as JsonObject };
  }
  const named = draft.body['script_name'];
  if (typeof named === 'string') draft.body = { ...draft.body, script_name: exactTitle(named, scripts) };
}

/**
 * The title as the server knows it. Versions 0.x of the StableQueue extension for Forge write blanks as underscores
 * (`extra_options`).
 * @throws DispatchError `script_not_found`
 */
function exactTitle(title: string, scripts: readonly string[]): string {
  const known = titleOnServer(title, scripts);
  if (known === null) throw notFound('script_not_found', 'script', title, scripts);
  return known;
}

function titleOnServer(title: string, scripts: readonly string[]): string | null {
  const wanted = title.trim().toLowerCase();
  if (scripts.includes(wanted)) return title;
  return scripts.find((script) => script.replaceAll(' ', '_') === wanted) ?? null;
}
