import { describeBytes } from '../../common/generation-log.js';
import { writePng } from '../../common/png-writer.js';
import type { NodeContext } from '../execution/node-context.js';
import { encodeAnimation } from '../pictures/picture-work.js';
import { choice, defineNode, flag, float, int, link, text } from './node-class.js';
import type { NodeClass, NodeResult } from './node-class.js';
import { saveFiles } from './save.js';
import type { Images } from './values.js';

const hidden = { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' };

/** Nodes that save or show pictures. */
export const outputNodes: readonly NodeClass[] = [
  defineNode({
    name: 'SaveImage',
    title: 'Save Image',
    module: 'nodes',
    category: 'image',
    required: {
      images: link('IMAGE', { tooltip: 'The images to save.' }),
      filename_prefix: text({
        default: 'ComfyUI',
        tooltip:
          'The prefix for the file to save. This may include formatting information such as %date:yyyy-MM-dd% or %Empty Latent Image.width% to include values from nodes.',
      }),
    },
    hidden,
    outputs: ['IMAGE'],
    outputNames: ['images'],
    isOutput: true,
    run: (inputs, context) =>
      savePictures(inputs.take<Images>('images'), inputs.text('filename_prefix'), 'output', context),
  }),
  defineNode({
    name: 'PreviewImage',
    title: 'Preview Image',
    module: 'nodes',
    category: 'image',
    required: { images: link('IMAGE') },
    hidden,
    outputs: ['IMAGE'],
    outputNames: ['images'],
    isOutput: true,
    run: (inputs, context) => {
      const prefix = `ComfyUI_temp_${context.files.tempLetters}`;
      return savePictures(inputs.take<Images>('images'), prefix, 'temp', context);
    },
  }),
  defineNode({
    name: 'SaveImageWebsocket',
    title: 'Save Image (Websocket)',
    module: 'custom_nodes.websocket_image_save',
    category: 'image',
    required: { images: link('IMAGE') },
    outputs: [],
    isOutput: true,
    isChanged: async () => Date.now() / 1000,
    run: async (inputs, context) => {
      const images = inputs.take<Images>('images');
      for (const [index, image] of images.entries()) {
        const bytes = await writePng(image);
        context.record.images.push({ ...describeBytes(bytes), file: null });
        context.progress(index, images.length, { format: 'png', bytes });
      }
      return { ui: {} };
    },
  }),
  defineNode({
    name: 'SaveAnimatedWEBP',
    module: 'comfy_extras.nodes_images',
    category: 'image/animation',
    required: {
      images: link('IMAGE'),
      filename_prefix: text({ default: 'ComfyUI' }),
      fps: float({ default: 6, min: 0.01, max: 1000, step: 0.01 }),
      lossless: flag({ default: true }),
      quality: int({ default: 80, min: 0, max: 100 }),
      method: choice(['default', 'fastest', 'slowest']),
    },
    hidden,
    outputs: [],
    isOutput: true,
    run: async (inputs, context) => {
      const images = inputs.take<Images>('images');
      const bytes = await encodeAnimation(images, 'webp', 1000 / inputs.number('fps'));
      const saving = animation(images, inputs.text('filename_prefix'), '.webp');
      return { ui: { images: saveFiles(context, saving, [bytes]), animated: [true] } };
    },
  }),
  defineNode({
    name: 'VHS_VideoCombine',
    title: 'Video Combine 🎥🅥🅗🅢',
    module: 'custom_nodes.comfyui-videohelpersuite',
    category: 'Video Helper Suite 🎥🅥🅗🅢',
    required: {
      images: link('IMAGE'),
      frame_rate: float({ default: 8, min: 1, step: 1 }),
      loop_count: int({ default: 0, min: 0, max: 100, step: 1 }),
      filename_prefix: text({ default: 'AnimateDiff' }),
      format: choice(['image/gif', 'image/webp']),
      pingpong: flag({ default: false }),
      save_output: flag({ default: true }),
    },
    hidden: { ...hidden, unique_id: 'UNIQUE_ID' },
    outputs: ['VHS_FILENAMES'],
    outputNames: ['Filenames'],
    isOutput: true,
    run: async (inputs, context) => {
      const images = inputs.take<Images>('images');
      const format = inputs.text('format') === 'image/gif' ? 'gif' : 'webp';
      const bytes = await encodeAnimation(images, format, 1000 / inputs.number('frame_rate'));
      const saving = animation(images, inputs.text('filename_prefix'), `.${format}`);
      const type = inputs.flag('save_output') ? 'output' : 'temp';
      const files = saveFiles(context, { ...saving, type }, [bytes]).map((file) => ({
        ...file,
        format: `image/${format}`,
        frame_rate: inputs.number('frame_rate'),
        fullpath: `${context.files.locate(type, file.subfolder, file.filename)}`,
      }));
      return {
        ui: { gifs: files },
        result: [[inputs.flag('save_output'), files.map((one) => one.fullpath)]],
      };
    },
  }),
];

async function savePictures(
  images: Images,
  prefix: string,
  type: 'output' | 'temp',
  context: NodeContext,
): Promise<NodeResult> {
  const texts = context.pictureTexts();
  const contents = await Promise.all(images.map((image) => writePng(image, texts)));
  const { width, height } = images[0] ?? { width: 0, height: 0 };
  const files = saveFiles(context, { prefix, type, width, height, ending: '.png' }, contents);
  return { ui: { images: files.map((file, i) => described(file, images[i], context)) }, result: [images] };
}

/** Newer releases tell what is in a file. */
function described(file: object, image: Images[number] | undefined, { settings }: NodeContext): object {
  if (!settings.can.describesFiles || !image) return file;
  return { ...file, metadata: { kind: 'image', width: image.width, height: image.height } };
}

function animation(images: Images, prefix: string, ending: string) {
  const { width, height } = images[0] ?? { width: 0, height: 0 };
  return { prefix, type: 'output', width, height, ending } as const;
}
