import type { JobKind } from '../../job.js';
import type { ServerLife } from '../../server-life.js';
import type { Settings } from '../../simulator-options.js';
import { changeCheckpoint, changeModules, changeSetting } from '../functions/model-functions.js';
import { interrupt, restoreProgress, skip } from '../functions/job-functions.js';
import { generationFunction } from '../generation/gradio-job.js';
import { generationInputs } from '../inputs/generation-inputs.js';
import { listsOf } from '../inputs/ui-lists.js';
import type { UiLists } from '../inputs/ui-lists.js';
import { InterfaceBuilder } from './interface-builder.js';
import { unchanged } from './ui-function.js';
import type { UiComponent, UiFunction } from './ui-function.js';

/** The page as it is built at a start: components and functions, of which a client hears by /config. */
export interface UserInterface {
  components: readonly UiComponent[];
  functions: readonly UiFunction[];
}

export function buildInterface(settings: Settings, life: ServerLife, start: number): UserInterface {
  const { dialect, modules } = settings;
  const titles = life.library.list().map((one) => life.library.title(one));
  const lists = listsOf(dialect, titles, modules, life.extensions);
  const seed = start * 7919 + [...life.extensions.join()].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7);
  const builder = new InterfaceBuilder(seed | 0, !dialect.streamsResults);
  addModelFunctions(builder, dialect.hasModules, lists);
  addSettings(builder, life, dialect.hasModules ? null : ['Automatic', 'None', ...modules]);
  for (const kind of ['txt2img', 'img2img'] as const) addTab(builder, kind, dialect.hasModules, lists);
  return { components: builder.components, functions: builder.functions };
}

function addModelFunctions(builder: InterfaceBuilder, isForge: boolean, lists: UiLists): void {
  const common = { event: 'change', js: null, queue: isForge ? true : null } as const;
  if (!isForge) {
    const choices = { props: { choices: lists.checkpoints }, value: lists.checkpoints[0] };
    const target = builder.addOne(
      'dropdown',
      'Stable Diffusion checkpoint',
      'setting_sd_model_checkpoint',
      choices,
    );
    const settings = builder.addOne('textbox', null, 'settings_json', { value: '{}' });
    const facts = { ...common, python: 'change_setting', inputs: [target], outputs: [target, settings] };
    return void builder.addFunction({ ...facts, target, run: changeSetting('sd_model_checkpoint') });
  }
  const selection = { elem_classes: ['model_selection'], choices: lists.checkpoints };
  const checkpoint = builder.addOne('dropdown', 'Checkpoint', null, { props: selection });
  const modules = builder.addOne('dropdown', 'VAE / Text Encoder', null, {
    props: { multiselect: true, choices: lists.modules },
    value: [],
  });
  const forge = { ...common, outputs: [] };
  builder.addFunction({
    ...forge,
    python: 'checkpoint_change',
    target: checkpoint,
    inputs: [checkpoint],
    run: changeCheckpoint,
  });
  builder.addFunction({
    ...forge,
    python: 'modules_change',
    target: modules,
    inputs: [modules],
    run: changeModules,
  });
}

/** Of the hundreds on the settings tab those that tell a client something; their values are those of the start. */
function addSettings(builder: InterfaceBuilder, life: ServerLife, vaes: string[] | null): void {
  const setting = (type: string, label: string, key: string, props?: Record<string, unknown>): void => {
    const more = { value: life.options.get(key), ...(props ? { props } : {}) };
    builder.addOne(type, label, `setting_${key}`, more);
  };
  setting('checkbox', 'Always save all generated images', 'samples_save');
  setting('checkbox', 'Save incomplete images', 'save_incomplete_images');
  setting('slider', 'Clip skip', 'CLIP_stop_at_last_layers', { minimum: 1, maximum: 12, step: 1 });
  if (vaes) setting('dropdown', 'SD VAE', 'sd_vae', { choices: vaes });
}

function addTab(builder: InterfaceBuilder, kind: JobKind, isForge: boolean, lists: UiLists): void {
  const queue = isForge ? true : null;
  const inputs = builder.add(generationInputs(kind, isForge, lists));
  const outputs = addOutputs(builder, kind);
  const button = (name: string, label: string): UiComponent =>
    builder.addOne('button', label, `${kind}_${name}`);
  const generate = button('generate', 'Generate');
  const counter = builder.addOne('html', null, `${kind}_token_counter`, { value: '<span>0/75</span>' });
  const leaves = { event: 'click', inputs: [], outputs: [], js: null, queue } as const;
  for (let i = builder.fillers(); i > 0; i--) {
    const filler = { ...leaves, inputs: inputs.slice(1, 3), outputs: [counter], queue: false };
    builder.addFunction({
      ...filler,
      python: 'update_token_counter',
      target: null,
      event: 'load',
      run: () => [unchanged],
    });
  }
  builder.addFunction({ ...leaves, python: 'skip', target: button('skip', 'Skip'), run: skip });
  for (const name of ['interrupt', 'interrupting'])
    builder.addFunction({
      ...leaves,
      python: 'interrupt_function',
      target: button(name, name),
      run: interrupt,
    });
  addDecoys(builder, inputs, generate);
  const job = {
    ...leaves,
    python: kind,
    inputs,
    outputs,
    js: kind === 'txt2img' ? 'submit' : 'submit_img2img',
  };
  const run = generationFunction(kind, inputs);
  const prompt = inputs.find(({ elemId }) => elemId === `${kind}_prompt`) as UiComponent;
  builder.addFunction({ ...job, target: prompt, event: 'submit', run });
  builder.addFunction({ ...job, target: generate, run });
  builder.addFunction({
    ...leaves,
    python: 'restore_progress',
    target: button('restore_progress', 'Restore progress'),
    inputs: inputs.slice(0, 1),
    outputs,
    js: kind === 'txt2img' ? 'restoreProgressTxt2img' : 'restoreProgressImg2img',
    run: restoreProgress,
  });
}

function addOutputs(builder: InterfaceBuilder, kind: JobKind): UiComponent[] {
  return [
    builder.addOne('gallery', 'Output', `${kind}_gallery`),
    builder.addOne('textbox', null, `generation_info_${kind}`, { value: '' }),
    builder.addOne('html', null, `html_info_${kind}`),
    builder.addOne('html', null, `html_log_${kind}`),
  ];
}

/** Extensions listen to the button as well, as ControlNet does to take over its unit: the state is its only output. */
function addDecoys(builder: InterfaceBuilder, inputs: readonly UiComponent[], generate: UiComponent): void {
  for (const state of inputs.filter(({ type, label }) => type === 'state' && label === null)) {
    builder.addFunction({
      python: 'ControlNetUnit',
      target: generate,
      event: 'click',
      inputs: inputs.slice(1, 4),
      outputs: [state],
      js: null,
      queue: false,
      run: () => [unchanged],
    });
  }
}
