// From stored parameters to the request for the page of one server: as for its API, then put into the page's inputs.
import type { JsonObject } from '../../../common/json.js';
import { isJsonObject } from '../../../common/json.js';
import type { Inventory, PreparedRequest, Target } from '../../contract/index.js';
import { noPage } from '../../gradio/classify-page-answer.js';
import type { InputValues } from '../../gradio/page/build-data.js';
import type { TabName } from '../../gradio/page/page.js';
import type { WebuiFlavour } from '../flavour.js';
import { optionValues } from '../prepare/draft.js';
import { prepareRequest } from '../prepare/prepare-request.js';
import { factsIn } from './page-facts.js';
import { placeParams } from './place-params.js';
import { placePictures } from './place-pictures.js';

/** Of both versions of Gradio. */
export const PAGE_PATH = '/queue/join';

/** The body of such a request: what is sent, by the names of the page's inputs; the list is built when it goes out. */
export interface PageBody {
  tab: TabName;
  /** Of img2img: which of its inner tabs holds the picture. */
  mode: number | null;
  inputs: InputValues;
  /** Of the page that this was prepared for. */
  layout: string;
}

/** @throws DispatchError, as `prepareRequest`, and `no_page` */
export async function preparePageRequest(
  params: JsonObject,
  target: Target,
  inventory: Inventory,
  flavour: WebuiFlavour,
): Promise<PreparedRequest> {
  // The page saves by itself, and takes no file names of ours.
  const plain = { ...target, options: { ...target.options, fetch_lost_results: false } };
  const request = prepareRequest(params, plain, inventory, flavour);
  const tab: TabName = request.path.endsWith('img2img') ? 'img2img' : 'txt2img';
  const facts = factsIn(inventory)?.[tab];
  if (!facts) throw noPage();
  const { inputs, layout } = facts;
  const placed = placeParams(tab, inputs, request.body, flavour.checkpointText);
  const mode = tab === 'img2img' ? await placePictures({ tab, inputs, ...placed }, request.body) : null;
  const body: PageBody = { tab, mode, inputs: placed.values, layout };
  return {
    method: 'POST',
    path: PAGE_PATH,
    body: { ...body },
    expect: { ...request.expect, saves: savesAll(inventory) },
    warnings: [...request.warnings, ...placed.warnings],
  };
}

/** Our own writing, so it is trusted to be whole. */
export function readPageBody(request: PreparedRequest): PageBody {
  const { inputs } = request.body;
  return { ...(request.body as unknown as PageBody), inputs: isJsonObject(inputs) ? inputs : {} };
}

/** Whether a picture that the server did not save must be an unfinished one. */
function savesAll(inventory: Inventory): boolean {
  const options = optionValues(inventory);
  return options['samples_save'] !== false && options['save_incomplete_images'] !== true;
}
