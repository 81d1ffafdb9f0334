// What a server has, as far as its page tells: what its dropdowns offer. LoRAs are told by the one list of the API that
// is there without --api.
import type { JsonObject } from '../../../common/json.js';
import type { Inventory, ModelFile, NamedChoice } from '../../contract/index.js';
import { componentOf, type Page, type PageInput } from '../../gradio/page/page.js';
import { KEPT_OPTIONS, readCheckpoints, readModules } from '../server/read-inventory.js';
import { pageFacts } from './page-facts.js';

const HASH = /\[([0-9a-f]{10})\]$/;
const NO_FILE = /^(automatic|none|built[- ]?in)$/i;

export function pageInventory(page: Page, loras: ModelFile[]): Inventory {
  const offered = (elemId: string): NamedChoice[] => choicesOf(componentOf(page, elemId));
  return {
    checkpoints: readCheckpoints(checkpointList(page)),
    loras,
    modules: readModules(moduleList(page)),
    embeddings: [],
    samplers: offered('txt2img_sampling'),
    schedulers: offered('txt2img_scheduler'),
    upscalers: offered('txt2img_hr_upscaler'),
    // Its selectable scripts alone are known: see place-scripts.ts.
    scripts: [],
    loadedCheckpoint: null,
    extra: { connection: 'gradio', page: pageFacts(page), option_keys: [], options: optionsOf(page) },
  };
}

/** Forge's dropdown has no elem_id; A1111's, and that of Forge Neo, is a setting. */
function checkpointList(page: Page): JsonObject[] {
  const isForges = ({ label, elemClasses }: PageInput): boolean =>
    label === 'Checkpoint' && elemClasses.includes('model_selection');
  const dropdown = page.components.find(isForges) ?? componentOf(page, 'setting_sd_model_checkpoint');
  return (dropdown?.choices ?? []).map((title) => ({ title, hash: HASH.exec(title)?.[1] ?? null }));
}

function moduleList(page: Page): JsonObject[] {
  const dropdown =
    page.components.find(({ label, isMultiple }) => label === 'VAE / Text Encoder' && isMultiple) ??
    componentOf(page, 'setting_sd_vae');
  const files = (dropdown?.choices ?? []).filter((name) => !NO_FILE.test(name));
  return files.map((name) => ({ model_name: name }));
}

/** The tab of settings shows what they were when the page was built. */
function optionsOf(page: Page): JsonObject {
  const shown = KEPT_OPTIONS.map((key) => [key, componentOf(page, `setting_${key}`)?.value ?? null] as const);
  return Object.fromEntries(shown.filter(([, value]) => value !== null));
}

/** Schedulers are offered by their labels; clients know them by their names as well. */
function choicesOf(dropdown: PageInput | null): NamedChoice[] {
  return (dropdown?.choices ?? []).map((name) => {
    const plain = name.toLowerCase().replaceAll(' ', '_');
    return { name, label: name, aliases: plain === name ? [] : [plain] };
  });
}
