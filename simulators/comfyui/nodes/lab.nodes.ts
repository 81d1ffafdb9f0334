import { drawPicture } from '../../common/picture.js';
import { encodeJpeg } from '../pictures/picture-work.js';
import { PythonError } from '../python-error.js';
import { choice, defineNode, int, link, text } from './node-class.js';
import type { NodeClass } from './node-class.js';
import type { Images } from './values.js';

/** The pack of nodes that the recordings were made with: they fail and dawdle on request. */
export const labNodes: readonly NodeClass[] = [
  defineNode({
    name: 'LabError',
    module: 'custom_nodes.demo_nodes',
    category: 'lab',
    required: {
      image: link('IMAGE'),
      kind: choice(['none', 'runtime', 'value', 'oom', 'blocked']),
      message: text({ default: '' }),
    },
    outputs: ['IMAGE'],
    run: (inputs, context) => {
      const message = inputs.text('message');
      const kind = inputs.text('kind');
      if (kind === 'runtime') throw new PythonError('RuntimeError', message);
      if (kind === 'value') throw new PythonError('ValueError', message);
      if (kind === 'oom') throw new PythonError(context.memory.outOfMemory(0).pythonClass, message);
      if (kind === 'blocked') context.tellBlocked(message);
      return [inputs.take<Images>('image')];
    },
  }),
  defineNode({
    name: 'LabSlow',
    module: 'custom_nodes.demo_nodes',
    category: 'lab',
    required: {
      image: link('IMAGE'),
      steps: int({ default: 40, min: 1, max: 10000 }),
    },
    optional: { text: text({ default: '' }) },
    outputs: ['IMAGE'],
    run: async (inputs, context) => {
      const images = inputs.take<Images>('image');
      const steps = inputs.number('steps');
      for (let step = 1; step <= steps; step++) {
        await context.steps.before();
        await context.work(context.settings.stepMs);
        if (inputs.has('text')) context.tellText(`${inputs.text('text')} ${step}/${steps}`);
        context.progress(step, steps, context.wantsPreviews ? await preview(step / steps) : undefined);
      }
      return [images];
    },
  }),
];

async function preview(finished: number) {
  const bytes = await encodeJpeg(drawPicture('slow', 64, 64, finished));
  return { format: 'jpeg', bytes } as const;
}
