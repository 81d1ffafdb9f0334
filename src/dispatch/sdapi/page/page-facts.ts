// What is kept of a server's page in its inventory, so that a request can be prepared without asking for it again.
import { isJsonObject } from '../../../common/json.js';
import { keysOf, layoutOf } from '../../gradio/page/build-data.js';
import { TABS, type Page, type PageInput, type TabName } from '../../gradio/page/page.js';
import type { Inventory } from '../../contract/index.js';

/** An input of the generate function; plain JSON. */
export interface InputFacts {
  /** What a request calls it by. */
  key: string;
  type: string;
  label: string | null;
  elem_id: string | null;
  /** Of those that are chosen by place; else empty. */
  choices: string[];
}

export interface TabFacts {
  layout: string;
  inputs: InputFacts[];
}

export type PageFacts = Partial<Record<TabName, TabFacts>>;

export function pageFacts(page: Page): PageFacts {
  const known = TABS.flatMap((name) => {
    const inputs = page.tabs[name]?.generate.inputs;
    return inputs ? [[name, { layout: layoutOf(inputs), inputs: inputFacts(inputs) }] as const] : [];
  });
  return Object.fromEntries(known);
}

/** Our own writing, so it is trusted to be whole; null in an inventory that came another way. */
export function factsIn(inventory: Inventory): PageFacts | null {
  const facts = inventory.extra['page'];
  return isJsonObject(facts) ? facts : null;
}

function inputFacts(inputs: readonly PageInput[]): InputFacts[] {
  const keys = keysOf(inputs);
  return inputs.map(({ type, label, elemId, choices, isIndex }, i) => ({
    key: keys[i] ?? '',
    type,
    label,
    elem_id: elemId,
    choices: isIndex ? choices.slice(0, 500) : [],
  }));
}
