// `/config` of Gradio 3.41 (A1111 1.10.1) and 4.40 (Forge dfdcbab6): finds the functions that we call by what they are
// bound to, never by a fixed number: numbers move with every extension, setting and start.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { numberOf, objects, textOf, textsOf } from '../../answers/read-json.js';
import { TABS, type Page, type PageFunction, type PageInput, type PageTab, type TabName } from './page.js';

/** The script that runs in the browser before the function: nothing else on the button has it. */
const SUBMIT: Record<TabName, string> = { txt2img: 'submit', img2img: 'submit_img2img' };
const MAX_CHOICES = 50_000;

/** Null for what is no page of Gradio. */
export function readPage(config: unknown): Page | null {
  if (!isJsonObject(config) || !Array.isArray(config['dependencies'])) return null;
  const components = objects(config['components']).flatMap((one) => readComponent(one) ?? []);
  const draft: Draft = {
    components: new Map(components.map((one) => [one.id, one])),
    ids: new Map(components.flatMap(({ elemId, id }) => (elemId === null ? [] : [[elemId, id]]))),
    dependencies: config['dependencies'].map((one, at) => ({ ...(isJsonObject(one) ? one : {}), at })),
  };
  const tabs = TABS.map((name) => [name, readTab(draft, name)]);
  return {
    version: textOf(config['version'], 100) ?? '',
    queue: (textOf(config['protocol']) ?? '').startsWith('sse') ? 'stream' : 'socket',
    appId: appIdOf(config),
    tabs: Object.fromEntries(tabs) as Page['tabs'],
    components,
  };
}

/** A number beyond what JSON numbers can hold exactly: only good for being compared. */
export function appIdOf(json: JsonObject): string | null {
  const id = json['app_id'];
  return typeof id === 'number' || typeof id === 'string' ? String(id) : null;
}

interface Draft {
  components: Map<number, PageInput>;
  ids: Map<string, number>;
  dependencies: (JsonObject & { at: number })[];
}

function readComponent(json: JsonObject): PageInput | null {
  const id = numberOf(json['id']);
  if (id === null) return null;
  const props = isJsonObject(json['props']) ? json['props'] : {};
  return {
    id,
    type: textOf(json['type'], 100) ?? '',
    label: textOf(props['label'], 500),
    elemId: textOf(props['elem_id'], 500),
    elemClasses: textsOf(props['elem_classes'], 50),
    value: props['value'] ?? null,
    choices: readChoices(props['choices']),
    isIndex: props['type'] === 'index',
    isMultiple: props['multiselect'] === true || json['type'] === 'checkboxgroup',
  };
}

/** Texts (Gradio 3), or pairs of what is shown and what is sent (Gradio 4). */
function readChoices(choices: unknown): string[] {
  if (!Array.isArray(choices)) return [];
  return choices.slice(0, MAX_CHOICES).flatMap((choice: unknown) => {
    const [shown, sent] = Array.isArray(choice) ? (choice as unknown[]) : [choice, choice];
    return textOf(sent) ?? textOf(shown) ?? [];
  });
}

function readTab(draft: Draft, tab: TabName): PageTab | null {
  const outputs = [
    `${tab}_gallery`,
    ...['generation_info', 'html_info', 'html_log'].map((name) => `${name}_${tab}`),
  ];
  const outputIds = outputs.map((elemId) => draft.ids.get(elemId));
  const givesResult = (one: JsonObject): boolean => sameIds(one['outputs'], outputIds);
  const find = (elemId: string, fits: (one: JsonObject) => boolean): PageFunction | null =>
    readFunction(draft, elemId, (one) => one['backend_fn'] !== false && fits(one));
  const isJob = (one: JsonObject): boolean => one['js'] === SUBMIT[tab] && givesResult(one);
  // Enter in the prompt is bound to the same function.
  const generate = find(`${tab}_generate`, isJob) ?? find(`${tab}_prompt`, isJob);
  if (!generate) return null;
  const isBare = (one: JsonObject): boolean => sameIds(one['inputs'], []) && sameIds(one['outputs'], []);
  const isRestore = (one: JsonObject): boolean => givesResult(one) && listOf(one['inputs']).length === 1;
  return {
    generate,
    interrupt: find(`${tab}_interrupt`, isBare),
    restore: find(`${tab}_restore_progress`, isRestore),
  };
}

function readFunction(draft: Draft, elemId: string, fits: (one: JsonObject) => boolean): PageFunction | null {
  const target = draft.ids.get(elemId);
  if (target === undefined) return null;
  const found = draft.dependencies.find((one) => targetsOf(one).includes(target) && fits(one));
  if (!found) return null;
  const inputs = listOf(found['inputs']).map((id) => draft.components.get(Number(id)));
  if (inputs.includes(undefined)) return null;
  return { index: numberOf(found['id']) ?? found.at, triggerId: target, inputs: inputs as PageInput[] };
}

/** `[[id, "click"]]` (Gradio 4), `[id]` (Gradio 3). */
function targetsOf(one: JsonObject): unknown[] {
  return listOf(one['targets']).map((target) => (Array.isArray(target) ? (target as unknown[])[0] : target));
}

function sameIds(list: unknown, ids: readonly unknown[]): boolean {
  const given = listOf(list);
  return given.length === ids.length && given.every((id, i) => id === ids[i]);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
