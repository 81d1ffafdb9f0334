import { workflow } from './recorded.js';
import type { Graph } from './simulator-client.js';

/** The recorded submits, by the name of their recording. Strings are sent as they are. */
export const recordedPrompts: Record<string, string | object> = {
  no_prompt: {},
  not_json: 'not json',
  empty_prompt: { prompt: {} },
  bad_prompt_id: { prompt: workflow('txt2img_sd15'), prompt_id: 'abc' },
  prompt_id_upper: {
    prompt: workflow('txt2img_sd15'),
    prompt_id: '45E47D80-1F88-4126-88D1-7158083369FC',
  },
  missing_class: changed('4', (node) => ({ ...node, class_type: 'Nope' })),
  no_class_type: changed('4', ({ inputs }) => ({ inputs })),
  no_outputs: changed('9', () => undefined),
  bad_ckpt: withInput('4', 'ckpt_name', 'foo.safetensors'),
  bad_sampler: withInput('3', 'sampler_name', 'foo'),
  seed_negative: withInput('3', 'seed', -1),
  steps_text: withInput('3', 'steps', 'abc'),
  cfg_big: withInput('3', 'cfg', 1000),
  missing_input: withInput('3', 'seed', undefined),
  type_mismatch: withInput('3', 'positive', ['4', 0]),
  bad_link: withInput('3', 'positive', ['4', 0, 1]),
  dangling_link: withInput('3', 'positive', ['99', 0]),
  slot_out_of_range: withInput('3', 'model', ['4', 9]),
  cycle: withInput('3', 'latent_image', ['3', 0]),
  load_image_missing: {
    prompt: {
      '1': { class_type: 'LoadImage', inputs: { image: 'nofile.png' } },
      '2': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
    },
  },
  partial_ok: {
    prompt: {
      ...workflow('empty_image'),
      '50': { class_type: 'PreviewImage', inputs: { images: ['51', 0] } },
      '51': { class_type: 'LoadImage', inputs: { image: 'nofile.png' } },
    },
  },
  missing_inputs_key: { prompt: { '1': { class_type: 'PreviewImage' } } },
  v3_combo_bad: withInput('16', 'sampler_name', 'foo', workflow('flux')),
  prompt_is_list: { prompt: [['1']] },
  extra_pnginfo_null: { prompt: workflow('empty_image'), extra_data: { extra_pnginfo: null } },
};

function changed(id: string, change: (node: Graph[string]) => object | undefined): object {
  const prompt = workflow('txt2img_sd15');
  return { prompt: { ...prompt, [id]: change(prompt[id] as Graph[string]) } };
}

function withInput(id: string, name: string, value: unknown, prompt = workflow('txt2img_sd15')): object {
  const node = prompt[id] as Graph[string];
  return { prompt: { ...prompt, [id]: { ...node, inputs: { ...node.inputs, [name]: value } } } };
}
