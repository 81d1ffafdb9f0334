// The page of a Forge or A1111 as its `/config` describes it, as far as a generation needs it. Values only.

export const TABS = ['txt2img', 'img2img'] as const;
export type TabName = (typeof TABS)[number];

/** A component of the page. */
export interface PageInput {
  id: number;
  type: string;
  label: string | null;
  elemId: string | null;
  elemClasses: string[];
  /** What the page would send; null where it has nothing. */
  value: unknown;
  /** What can be chosen; empty where nothing can. */
  choices: string[];
  /** The server takes a place in the list of choices, and wants to be sent the choice itself. */
  isIndex: boolean;
  /** A list of choices. */
  isMultiple: boolean;
}

export interface PageFunction {
  /** What it is called by: its id (Gradio 4) or its place in the list (Gradio 3). */
  index: number;
  /** The component that a person would use. */
  triggerId: number | null;
  inputs: PageInput[];
}

export interface PageTab {
  generate: PageFunction;
  interrupt: PageFunction | null;
  /** Gives a finished result again; its one input is the task id. */
  restore: PageFunction | null;
}

export interface Page {
  /** Of Gradio. */
  version: string;
  /** How calls wait and answer: Gradio 4 tells it in an event stream, Gradio 3 in the WebSocket of the call. */
  queue: 'stream' | 'socket';
  /** Another one after every start and reload; null where the server has none (Gradio 3). */
  appId: string | null;
  tabs: Record<TabName, PageTab | null>;
  components: readonly PageInput[];
}

/** The component with this elem_id, null if there is none. */
export function componentOf(page: Page, elemId: string): PageInput | null {
  return page.components.find((one) => one.elemId === elemId) ?? null;
}
