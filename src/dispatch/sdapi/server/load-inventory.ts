// Asks a server for everything it has. Each list is optional: extensions and relatives of these servers lack some.
import type { Inventory, ModelFile, Target } from '../../contract/index.js';
import type { TargetHttp } from '../../target-http.js';
import type { WebuiFlavour } from '../flavour.js';
import { classifyTransport } from '../../answers/classify-transport.js';
import { toTransportError } from '../../transport-error.js';
import {
  readCheckpoints,
  readChoices,
  readEmbeddings,
  readLoras,
  readModules,
  readOptions,
  readScripts,
} from './read-inventory.js';
import { classifyAnswer } from '../answer/classify-answer.js';
import { jsonOf } from '../../answers/read-json.js';

const LIST_MS = 30_000;
/** LoRA metadata is megabytes. */
const MAX_LIST_BYTES = 128 * 1024 * 1024;
/** The servers answer with 40 threads, which they share with everything else. */
const AT_ONCE = 3;

export async function loadInventory(
  http: TargetHttp,
  flavour: WebuiFlavour,
  target: Target,
  signal: AbortSignal,
): Promise<Inventory> {
  const paths = listPaths(flavour);
  const lists = await inTurns(paths, AT_ONCE, (path) => getList(http, target, path, signal));
  const list = (path: string): unknown => lists[paths.indexOf(path)];
  const options = readOptions(list('sdapi/v1/options'));
  const checkpoints = readCheckpoints(list('sdapi/v1/sd-models'));
  const loadedHash = options.values['sd_checkpoint_hash'];
  return {
    checkpoints,
    loras: readLoras(list('sdapi/v1/loras')),
    modules: readModules(list(flavour.modulesPath)),
    embeddings: readEmbeddings(list('sdapi/v1/embeddings')),
    samplers: readChoices(list('sdapi/v1/samplers')),
    schedulers: readChoices(list('sdapi/v1/schedulers')),
    upscalers: [
      ...readChoices(list('sdapi/v1/latent-upscale-modes')),
      ...readChoices(list('sdapi/v1/upscalers')),
    ],
    scripts: readScripts(list('sdapi/v1/scripts')),
    loadedCheckpoint:
      checkpoints.find((file) => file.sha256 !== null && file.sha256 === loadedHash)?.title ?? null,
    extra: { connection: 'rest', option_keys: options.keys, options: options.values },
  };
}

/** The one list that is there without the API. */
export async function loadLoras(http: TargetHttp, target: Target, signal: AbortSignal): Promise<ModelFile[]> {
  return readLoras(await getList(http, target, 'sdapi/v1/loras', signal));
}

function listPaths(flavour: WebuiFlavour): string[] {
  const names = [
    'options',
    'sd-models',
    'samplers',
    'schedulers',
    'upscalers',
    'latent-upscale-modes',
    'loras',
  ];
  return [...[...names, 'embeddings', 'scripts'].map((name) => `sdapi/v1/${name}`), flavour.modulesPath];
}

/** The parsed list; undefined when the server lacks it. Checkpoints are what no server lacks. */
async function getList(
  http: TargetHttp,
  target: Target,
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const call = { path, timeoutMs: LIST_MS, maxBytes: MAX_LIST_BYTES, signal };
  const answer = await http.call(target, call).catch((error: unknown) => {
    throw classifyTransport(toTransportError(error), target);
  });
  if (answer.status === 200) return jsonOf(answer.body);
  const isOptional = !path.endsWith('/sd-models') && answer.status !== 401 && answer.status !== 403;
  if (isOptional) return undefined;
  throw classifyAnswer(answer, target);
}

async function inTurns<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
