import { silentFlac } from '../files/flac.js';
import { dumpsJson } from '../python-json.js';
import { defineNode, float, int, link, text } from './node-class.js';
import type { NodeClass } from './node-class.js';
import { saveFiles } from './save.js';
import type { Audio, Latent } from './values.js';

const hidden = { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' };

/** Nodes whose results are no pictures: sounds, texts, latents, 3D models. */
export const otherOutputNodes: readonly NodeClass[] = [
  defineNode({
    name: 'EmptyAudio',
    title: 'Empty Audio',
    module: 'comfy_extras.nodes_audio',
    category: 'audio',
    required: {
      duration: float({ default: 60, min: 0, max: 18446744073709551615n, step: 0.01 }),
      sample_rate: int({ default: 44100, min: 1, max: 192000 }),
      channels: int({ default: 2, min: 1, max: 2 }),
    },
    outputs: ['AUDIO'],
    run: (inputs) => {
      const sampleRate = inputs.number('sample_rate');
      const samples = Math.round(inputs.number('duration') * sampleRate);
      return [{ sampleRate, samples, channels: inputs.number('channels') } satisfies Audio];
    },
  }),
  defineNode({
    name: 'SaveAudio',
    title: 'Save Audio (FLAC)',
    module: 'comfy_extras.nodes_audio',
    category: 'audio',
    required: { audio: link('AUDIO'), filename_prefix: text({ default: 'audio/ComfyUI' }) },
    hidden,
    outputs: [],
    isOutput: true,
    run: (inputs, context) => {
      const saving = { prefix: inputs.text('filename_prefix'), type: 'output', width: 0, height: 0 } as const;
      const bytes = silentFlac(inputs.take<Audio>('audio'));
      return { ui: { audio: saveFiles(context, { ...saving, ending: '.flac' }, [bytes]) } };
    },
  }),
  defineNode({
    name: 'PrimitiveString',
    title: 'String',
    module: 'comfy_extras.nodes_primitive',
    category: 'utils/primitive',
    required: { value: text({}) },
    outputs: ['STRING'],
    run: (inputs) => [inputs.text('value')],
  }),
  defineNode({
    name: 'PreviewAny',
    title: 'Preview as Text',
    module: 'comfy_extras.nodes_preview_any',
    category: 'utils',
    required: { source: link('*') },
    outputs: [],
    isOutput: true,
    run: (inputs) => {
      const source = inputs.take<unknown>('source');
      return { ui: { text: [typeof source === 'string' ? source : dumpsJson(source ?? 'None')] } };
    },
  }),
  defineNode({
    name: 'SaveLatent',
    title: 'Save Latent',
    module: 'nodes',
    category: '_for_testing',
    required: { samples: link('LATENT'), filename_prefix: text({ default: 'latents/ComfyUI' }) },
    hidden,
    outputs: [],
    isOutput: true,
    run: (inputs, context) => {
      const saving = { prefix: inputs.text('filename_prefix'), type: 'output', width: 0, height: 0 } as const;
      const bytes = latentFile(inputs.take<Latent>('samples'));
      return { ui: { latents: saveFiles(context, { ...saving, ending: '.latent' }, [bytes]) } };
    },
  }),
  defineNode({
    name: 'Preview3D',
    title: 'Preview 3D & Animation',
    module: 'nodes',
    category: '3d',
    required: { model_file: text({ default: '', multiline: false }) },
    outputs: [],
    isOutput: true,
    run: (inputs) => ({ ui: { result: [inputs.text('model_file'), null, null] } }),
  }),
];

/** A safetensors file of zeros. */
function latentFile({ width, height, channels, frames }: Latent): Buffer {
  const shape = [frames.length, channels, height / 8, width / 8];
  const bytes = shape.reduce((product, side) => product * side, 4);
  const header = Buffer.from(
    JSON.stringify({
      latent_tensor: { dtype: 'F32', shape, data_offsets: [0, bytes] },
      latent_format_version_0: { dtype: 'F32', shape: [0], data_offsets: [bytes, bytes] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(bytes)]);
}
