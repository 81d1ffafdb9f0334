// Arguments of scripts among the inputs of the page. The API takes them by position under the title of the script; the
// page has their controls one after the other, the first of which carries the title in its elem_id or as its label.
// What does not fit is not put anywhere, and told.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { InputValues } from '../../gradio/page/build-data.js';
import type { TabName } from '../../gradio/page/page.js';
import { notFound } from '../../names/refuse.js';
import type { InputFacts } from './page-facts.js';

export interface Placing {
  tab: TabName;
  inputs: readonly InputFacts[];
  values: InputValues;
  warnings: string[];
}

/** @throws DispatchError `script_not_found` for a selectable script that the page does not offer */
export function placeScripts(placing: Placing, body: JsonObject): void {
  const alwaysOn = isJsonObject(body['alwayson_scripts']) ? body['alwayson_scripts'] : {};
  for (const [title, script] of Object.entries(alwaysOn)) {
    const args = isJsonObject(script) && Array.isArray(script['args']) ? (script['args'] as unknown[]) : [];
    if (args.length > 0) placeArguments(placing, title, args);
  }
  placeSelectable(placing, body);
}

/** The dropdown is always set: what the page remembers must not run beside our job. */
function placeSelectable(placing: Placing, body: JsonObject): void {
  const list = placing.inputs.find(({ elem_id }) => elem_id === 'script_list');
  const asked = body['script_name'];
  const titles = list?.choices ?? [];
  const title = typeof asked === 'string' ? titles.find((one) => isSame(one, asked)) : titles[0];
  if (typeof asked === 'string' && title === undefined)
    throw notFound('script_not_found', 'script', asked, titles);
  if (list && title !== undefined) placing.values[list.key] = title;
  const args = body['script_args'];
  if (typeof asked === 'string' && Array.isArray(args) && args.length > 0)
    placeArguments(placing, asked, args as unknown[]);
}

function placeArguments(placing: Placing, title: string, args: readonly unknown[]): void {
  const controls = controlsOf(placing, title);
  if (controls.length === 0) {
    placing.warnings.push(
      `The page of this server has no controls of the script "${title}": it runs there as the page is set.`,
    );
    return;
  }
  const misfit = args.findIndex((arg, i) => controls[i] && takes(controls[i], arg) === 'no');
  if (misfit >= 0) {
    const label = controls[misfit]?.label ?? controls[misfit]?.key;
    const message = `Argument ${misfit + 1} of the script "${title}" does not fit the control "${label}" of the page: the script runs there as the page is set.`;
    placing.warnings.push(message);
    return;
  }
  const isKept = (arg: unknown, i: number): boolean => !controls[i] || takes(controls[i], arg) === 'kept';
  args.forEach((arg, i) => {
    if (controls[i] && !isKept(arg, i)) placing.values[controls[i].key] = arg;
  });
  const kept = args.flatMap((arg, i) => (isKept(arg, i) ? [i + 1] : []));
  if (kept.length > 0) {
    const message = `The page keeps some values of the script "${title}" on the server, where they cannot be set: argument ${kept.join(', ')} is not sent.`;
    placing.warnings.push(message);
  }
}

/** From the first control of the script to the one before the next script. */
function controlsOf({ tab, inputs }: Placing, title: string): readonly InputFacts[] {
  const name = title
    .toLowerCase()
    .replaceAll(/\s/g, '_')
    .replaceAll(/[^a-z_0-9]/g, '');
  const starts = [`script_${tab}_${name}_`, `script_${name}_`];
  const isOwn = ({ elem_id }: InputFacts): boolean => starts.some((start) => elem_id?.startsWith(start));
  const isHeading = ({ type, label }: InputFacts): boolean =>
    type === 'checkbox' && isSame(label ?? '', title);
  const named = inputs.findIndex(isOwn);
  const first = named >= 0 ? named : inputs.findIndex(isHeading);
  if (first < 0) return [];
  const rest = inputs.slice(first + 1);
  const length = rest.findIndex((input) => !isOwn(input) && startsAnother(input));
  return inputs.slice(first, length < 0 ? undefined : first + 1 + length);
}

/** Every script of an accordion of its own begins with the accordion's checkbox. */
function startsAnother({ elem_id, type }: InputFacts): boolean {
  if (elem_id === null) return false;
  return elem_id.startsWith('script_') || (type === 'checkbox' && elem_id.endsWith('-checkbox'));
}

function takes({ type }: InputFacts, arg: unknown): 'yes' | 'no' | 'kept' {
  if (type === 'state') return 'kept';
  if (type === 'checkbox') return typeof arg === 'boolean' ? 'yes' : 'no';
  if (type === 'slider' || type === 'number') return typeof arg === 'number' ? 'yes' : 'no';
  if (type === 'textbox') return typeof arg === 'string' ? 'yes' : 'no';
  return isJsonObject(arg) ? 'no' : 'yes';
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
