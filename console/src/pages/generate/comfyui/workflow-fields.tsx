import { Text } from '@mantine/core';
import type { WorkflowField } from '../../../api/queries/workflows';
import { text } from '../../../text';
import { CheckpointField } from '../form/model-fields';
import { SeedField } from '../form/seed-field';
import { SizeFields } from '../form/size-fields';
import { PromptArea } from '../prompt/prompt-area';
import { StyleMenu } from '../presets/style-menu';
import { isPictureField } from '../draft/workflow-params';
import { FieldInput } from './field-input';
import { PictureField } from './picture-field';
import classes from './comfyui.module.css';

type Form = readonly WorkflowField[];

/** In the form's own order; what has a better field than its kind tells gets that one. */
export function WorkflowFields({ form }: { form: Form }) {
  if (!form.length)
    return (
      <Text size="sm" c="dimmed">
        {text.comfy.noFields}
      </Text>
    );
  const sides = new Set(form.filter(isSide).map(({ name }) => name));
  const isSize = sides.has('width') && sides.has('height');
  const shown = form.filter(({ name, own }) => !(isSize && name === 'height' && !own));
  return (
    <div className={classes.fields}>
      {shown.map((field) => (
        <div key={field.name} data-narrow={isNarrow(field) || undefined}>
          <Field field={field} form={form} isSize={isSize} />
        </div>
      ))}
    </div>
  );
}

const NARROW: ReadonlySet<string> = new Set<WorkflowField['kind']>(['integer', 'number', 'size', 'choice']);

/** Two of them share a row. */
const isNarrow = ({ kind, name, own }: WorkflowField): boolean =>
  NARROW.has(kind) && (own || (name !== 'checkpoint_name' && name !== 'width'));

const isSide = ({ own, name }: WorkflowField): boolean => !own && (name === 'width' || name === 'height');

interface Props {
  field: WorkflowField;
  form: Form;
  /** Width and height are drawn together. */
  isSize: boolean;
}

function Field({ field, form, isSize }: Props) {
  if (isPictureField(field)) return <PictureField field={field} form={form} />;
  if (field.own) return <FieldInput field={field} />;
  switch (field.name) {
    case 'prompt':
      return (
        <PromptArea
          name="prompt"
          label={text.generate.prompt}
          placeholder={text.comfy.promptHint}
          minRows={4}
          actions={<StyleMenu />}
        />
      );
    case 'negative_prompt':
      return (
        <PromptArea
          name="negative_prompt"
          label={text.generate.negative}
          placeholder={text.generate.negativeHint}
          minRows={2}
        />
      );
    case 'checkpoint_name':
      return <CheckpointField none={text.comfy.workflowsOwn(saidDefault(field))} />;
    case 'seed':
      return <SeedField />;
    case 'width':
      if (isSize) return <SizeFields usual={Number(field.default) || undefined} />;
  }
  return <FieldInput field={field} />;
}

const saidDefault = ({ default: value }: WorkflowField): string | null =>
  value === null || value === '' ? null : String(value);
