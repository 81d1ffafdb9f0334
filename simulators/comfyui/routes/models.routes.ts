import { emptyAnswer, jsonAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { route } from '../http/router.js';
import type { Exchange } from '../http/router.js';
import { folderNames, sizeOf } from '../model-files.js';
import type { ModelFile } from '../model-files.js';

/** The model files there are. */
export const modelRoutes = [
  route('GET', '/models', () => jsonAnswer(folderNames.map(([name]) => name))),
  route('GET', '/models/{folder}', (exchange) => {
    const files = filesIn(exchange);
    return files
      ? jsonAnswer(files.map(({ name }) => exchange.life.library.shown(name)).sort())
      : emptyAnswer(404);
  }),
  route('GET', '/embeddings', ({ life }) =>
    jsonAnswer(life.library.names('embeddings').map((name) => name.replace(/\.[^.]+$/, ''))),
  ),
  route('GET', '/view_metadata/{folder}', metadata),
  route('GET', '/experiment/models', () =>
    jsonAnswer(
      folderNames.filter(([name]) => !hiddenFolders.has(name)).map(([name]) => describeFolder(name)),
    ),
  ),
  route('GET', '/experiment/models/{folder}', (exchange) => {
    const files = filesIn(exchange);
    if (!files) return emptyAnswer(404);
    return jsonAnswer(files.map((file) => describeFile(exchange.life.library.shown(file.name), file)));
  }),
];

const hiddenFolders = new Set(['configs', 'custom_nodes']);
const madeAt = 1_780_000_000;

/** Older names of folders that still work. */
const aliases: Record<string, string> = { unet: 'diffusion_models', clip: 'text_encoders' };

function filesIn({ life, params }: Exchange): ModelFile[] | null {
  const folder = params['folder'] ?? '';
  const known = folderNames.find(([name]) => name === (aliases[folder] ?? folder));
  if (!known) return null;
  return known[1] === null ? [] : life.library.files(known[1]);
}

/** The training tags of a safetensors file. */
function metadata(exchange: Exchange): Answer {
  const asked = exchange.query.get('filename') ?? '';
  const { library } = exchange.life;
  const file = filesIn(exchange)?.find(({ name }) => library.shown(name) === asked);
  if (!file || !file.name.endsWith('.safetensors')) return emptyAnswer(404);
  const stem = file.name.replace(/^.*\//, '').replace(/\.[^.]+$/, '');
  return jsonAnswer({ ss_output_name: stem, 'modelspec.title': 'lab' });
}

function describeFolder(name: string): object {
  const extensions = ['.bin', '.ckpt', '.pkl', '.pt', '.pt2', '.pth', '.safetensors', '.sft'];
  return { name, folders: [`/srv/comfyui/models/${name}`], extensions };
}

function describeFile(name: string, file: ModelFile): object {
  return { name, pathIndex: 0, modified: madeAt, created: madeAt, size: sizeOf(file) };
}
