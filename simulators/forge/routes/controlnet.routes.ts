import { controlnetModules } from '../dialects/model-lists.js';
import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { HttpException } from '../python-errors.js';
import { parseBody, parseModel } from '../request-body.js';
import type { Exchange, Route } from '../router.js';

/** The ControlNet that is built into Forge. `detect` is from its source; no recording has it. */
export const controlnetRoutes: readonly Route[] = [
  { method: 'GET', path: '/controlnet/model_list', handle: () => jsonAnswer({ model_list: ['None'] }) },
  {
    method: 'GET',
    path: '/controlnet/module_list',
    handle: () => jsonAnswer({ module_list: controlnetModules }),
  },
  { method: 'POST', path: '/controlnet/detect', handle: detect },
];

/** Every module makes of pictures what `none` makes of them: themselves. */
function detect({ host, body, request }: Exchange): Answer {
  const { dialect } = host.settings;
  const parsed = parseBody(dialect, body, request.headers['content-type']);
  const input = { name: 'controlnet_input_images', type: 'list', default: [], nullable: false } as const;
  const images = parseModel(dialect, [input], parsed)[input.name] as unknown[];
  if (!images.length) throw new HttpException(422, 'No image selected');
  return jsonAnswer({ images, info: 'Success' });
}
