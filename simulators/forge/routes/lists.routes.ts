import { latentUpscaleModes, selectableScripts } from '../dialects/extra-lists.js';
import { realesrganModels } from '../dialects/model-lists.js';
import { jsonAnswer } from '../http-answer.js';
import { describeLora } from '../loras.js';
import { memoryReport } from '../memory-report.js';
import { modulePath } from '../option-rules.js';
import { PythonError } from '../python-errors.js';
import { sdapi } from '../router.js';
import type { Exchange, Route } from '../router.js';

/** The read-only lists. Which of them exist depends on the dialect. */
function list(name: string, read: (exchange: Exchange) => unknown): Route {
  return sdapi('GET', name, (exchange) => jsonAnswer(read(exchange)));
}

const common: readonly Route[] = [
  list('sd-models', ({ life }) => life.library.list().map((one) => life.library.describe(one))),
  list('samplers', ({ host }) => host.settings.dialect.samplers),
  list('schedulers', ({ host }) => host.settings.dialect.schedulers),
  list('upscalers', ({ host }) => host.settings.dialect.upscalers),
  list('latent-upscale-modes', () => latentUpscaleModes.map((name) => ({ name }))),
  list('hypernetworks', () => []),
  list('face-restorers', () => ['CodeFormer', 'GFPGAN'].map((name) => ({ name, cmd_dir: null }))),
  list('realesrgan-models', () => realesrganModels),
  list('prompt-styles', ({ host }) => (host.settings.dialect.hasModules ? styleHeadings : [])),
  list('embeddings', () => ({ loaded: {}, skipped: {} })),
  list('extensions', () => []),
  list('scripts', ({ host }) => host.settings.dialect.scripts),
  list('script-info', ({ host }) => scriptInfo(host.settings.dialect.scripts)),
  list('memory', ({ host, life }) => memoryReport(host.settings, life)),
  sdapi('GET', 'cmd-flags', ({ host }) => {
    if (host.settings.dialect.hasModules) {
      // Forge's own response model expects the port as text, so it fails on its own answer.
      throw new PythonError(
        'ResponseValidationError',
        "1 validation errors:\n  {'type': 'string_type', 'loc': ('response', 'port'), 'msg': 'Input should be a valid string'}\n",
      );
    }
    return jsonAnswer({
      api: host.settings.api,
      nowebui: host.settings.nowebui,
      api_auth: null,
      port: String(host.settings.port),
    });
  }),
];

const styleHeadings = [
  '---------------- STYLES ----------------',
  '---------- STYLES_INTEGRATED -----------',
].map((name) => ({ name, prompt: null, negative_prompt: null }));

/** The LoRA routes come from a built-in extension: they need neither --api nor its password. */
const loraRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/sdapi/v1/loras',
    needsThread: true,
    comesLast: true,
    handle: ({ host }) =>
      jsonAnswer(host.settings.loras.map((lora) => describeLora(lora, host.settings.modelsRoot))),
  },
  { method: 'POST', path: '/sdapi/v1/refresh-loras', comesLast: true, handle: () => jsonAnswer(null) },
];

const modules = (name: string): Route =>
  list(name, ({ host }) =>
    host.settings.modules.map((module) => ({
      model_name: module,
      filename: modulePath(host.settings, module),
    })),
  );

export function listRoutes(hasModules: boolean): Route[] {
  return [...common, modules(hasModules ? 'sd-modules' : 'sd-vae'), ...loraRoutes];
}

function scriptInfo(scripts: { txt2img: string[]; img2img: string[] }): unknown[] {
  return (['txt2img', 'img2img'] as const).flatMap((tab) =>
    scripts[tab].map((name) => ({
      name,
      is_alwayson: !selectableScripts.includes(name),
      is_img2img: tab === 'img2img',
      args: [],
    })),
  );
}
