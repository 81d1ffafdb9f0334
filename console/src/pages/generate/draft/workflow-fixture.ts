// Fields of workflows for specs.
import type { WorkflowField } from '../../../api/queries/workflows';
import type { TemplateRun } from './run';

export const field = (name: string, part: Partial<WorkflowField> = {}): WorkflowField => ({
  ...{ name, own: false, label: name, kind: 'text', default: null },
  ...{ min: null, max: null, step: null, choices: null, list: null, places: ['1.x'] },
  ...part,
});

export const FORM: readonly WorkflowField[] = [
  field('prompt', { kind: 'long_text', default: '' }),
  field('negative_prompt', { kind: 'long_text', default: 'blurry' }),
  field('init_images', { kind: 'image', places: ['30.image', '31.image'] }),
  field('mask', { kind: 'mask' }),
  field('checkpoint_name', { kind: 'choice', list: 'checkpoints' }),
  field('steps', { kind: 'integer', default: 4, min: 1, max: 1000 }),
  field('seed', { kind: 'seed', default: 77 }),
  field('strength', { kind: 'number', own: true, default: 0.8 }),
  field('tiled', { kind: 'boolean', own: true, default: false }),
  field('style', { kind: 'image', own: true, default: 'example.png' }),
];

export const TEMPLATE: TemplateRun = { kind: 'template', name: 'mine', title: 'Mine', form: FORM };
