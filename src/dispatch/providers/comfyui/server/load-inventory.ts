// Asks a server for everything that it has: the folders of models one by one, samplers from the one node that lists
// them. The whole of /object_info is many megabytes, and making it scans the server's disks.
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { webuiSampler, webuiScheduler } from '../../../../common/comfyui-names.js';
import { asDispatchError } from '../../../answers/classify-transport.js';
import { textsOf } from '../../../answers/read-json.js';
import type { Inventory, ModelFile, NamedChoice, Target } from '../../../contract/index.js';
import { classifyStatus } from '../answer/classify-status.js';
import { PLAIN_UPSCALERS } from '../build/add-hires.js';
import { asFile } from '../prepare/server-files.js';
import { jsonOf, type ComfyuiClient } from './comfyui-client.js';

/** Folders of `/models`, and the node that lists the same files where a server has no such route. */
const FOLDERS = {
  checkpoints: ['CheckpointLoaderSimple', 'ckpt_name'],
  diffusion_models: ['UNETLoader', 'unet_name'],
  loras: ['LoraLoader', 'lora_name'],
  vae: ['VAELoader', 'vae_name'],
  text_encoders: ['CLIPLoader', 'clip_name'],
  upscale_models: ['UpscaleModelLoader', 'model_name'],
} as const;
type Folder = keyof typeof FOLDERS;

export async function loadInventory(
  client: ComfyuiClient,
  target: Target,
  signal: AbortSignal,
): Promise<Inventory> {
  try {
    return await load(client, target, signal);
  } catch (error) {
    throw asDispatchError(error, target);
  }
}

async function load(client: ComfyuiClient, target: Target, signal: AbortSignal): Promise<Inventory> {
  const files = {} as Record<Folder, ModelFile[]>;
  for (const folder of Object.keys(FOLDERS) as Folder[])
    files[folder] = (await filesIn(client, target, folder, signal)).map(asFile);
  const sampling = await nodeInputs(client, target, 'KSampler', signal);
  const embeddings = await list(client, target, 'embeddings', signal);
  const titles = (folder: Folder): string[] => files[folder].map(({ title }) => title);
  return {
    checkpoints: [...files.checkpoints, ...files.diffusion_models],
    loras: files.loras,
    modules: [...files.vae, ...files.text_encoders],
    embeddings: embeddings ?? [],
    samplers: choicesOf(sampling['sampler_name']).map(samplerChoice),
    schedulers: choicesOf(sampling['scheduler']).map(schedulerChoice),
    upscalers: [...PLAIN_UPSCALERS, ...titles('upscale_models')].map((name) => ({
      name,
      label: name,
      aliases: [],
    })),
    scripts: [],
    loadedCheckpoint: null,
    extra: {
      diffusion_models: titles('diffusion_models'),
      text_encoders: titles('text_encoders'),
      upscale_models: titles('upscale_models'),
    },
  };
}

async function filesIn(
  client: ComfyuiClient,
  target: Target,
  folder: Folder,
  signal: AbortSignal,
): Promise<string[]> {
  const listed = await list(client, target, `models/${folder}`, signal);
  if (listed) return listed;
  const [node, input] = FOLDERS[folder];
  return choicesOf((await nodeInputs(client, target, node, signal))[input]);
}

/** Null: the server has no such list. */
async function list(
  client: ComfyuiClient,
  target: Target,
  path: string,
  signal: AbortSignal,
): Promise<string[] | null> {
  const answer = await client.get(target, path, signal);
  if (answer.status === 404 || answer.status === 405) return null;
  if (answer.status !== 200) throw classifyStatus(answer, target);
  const json = jsonOf(answer);
  return Array.isArray(json) ? textsOf(json) : null;
}

/** The inputs of a node class by name; nothing for one that the server lacks. */
async function nodeInputs(
  client: ComfyuiClient,
  target: Target,
  node: string,
  signal: AbortSignal,
): Promise<JsonObject> {
  const info = (await client.object(target, `object_info/${node}`, signal))[node];
  const input = isJsonObject(info) && isJsonObject(info['input']) ? info['input'] : {};
  return isJsonObject(input['required']) ? input['required'] : {};
}

/** Two styles: `[[…choices], {…}]`, and `["COMBO", {options: […]}]` of newer nodes. */
function choicesOf(definition: unknown): string[] {
  if (!Array.isArray(definition)) return [];
  const [first, second] = definition as unknown[];
  if (Array.isArray(first)) return textsOf(first);
  return isJsonObject(second) ? textsOf(second['options']) : [];
}

/** By both names, so that a job of a WebUI runs here as it is. */
function samplerChoice(name: string): NamedChoice {
  const label = webuiSampler(name);
  return { name, label: label ?? name, aliases: label === null ? [] : [label] };
}

function schedulerChoice(name: string): NamedChoice {
  const label = webuiScheduler(name);
  return { name, label, aliases: [label] };
}
