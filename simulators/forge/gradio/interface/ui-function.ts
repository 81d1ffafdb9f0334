import type { ClientLink, Host } from '../../job.js';
import type { ServerLife } from '../../server-life.js';
import type { UiInput } from '../inputs/ui-input.js';

/** A component of the page with the id it has in this life of the server. */
export interface UiComponent extends UiInput {
  id: number;
}

/** What a function of the page is called with. */
export interface FunctionCall {
  host: Host;
  life: ServerLife;
  /** As many as the function has inputs. */
  values: readonly unknown[];
  client: ClientLink;
  /** ms since the epoch. */
  requestedAt: number;
  /** Where this server is for the caller: the beginning of the addresses of files. */
  root: string;
  /** Shows the caller a text, as `gr.Info` does. */
  inform: (text: string) => void;
}

/** One event handler of the page, as /config lists it. */
export interface UiFunction {
  /** What it is called by: its own id, or its place in the list. */
  id: number;
  apiName: string;
  /** Name of the Python function: handlers of the same one share one place in the queue. */
  python: string;
  /** null: on load. */
  target: UiComponent | null;
  event: 'click' | 'submit' | 'change' | 'load';
  inputs: readonly UiComponent[];
  outputs: readonly UiComponent[];
  js: string | null;
  /** null: the default of Gradio 3. */
  queue: boolean | null;
  run(call: FunctionCall): Promise<unknown[]> | unknown[];
}

/** What a function returns for an output it leaves as it is. */
export const unchanged = { __type__: 'update' };
