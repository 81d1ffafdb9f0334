import { Switch } from '@mantine/core';
import type { WorkflowField } from '../../../api/queries/workflows';
import { text } from '../../../text';
import { setParams, useParam } from '../draft/draft-store';
import { choicesOf } from '../form/field-choices';
import { ChoiceParam, NumberParam, SliderParam, TextParam } from '../form/param-fields';
import { useLists } from '../form/use-lists';
import { SeedValue } from './seed-value';
import { sliderOf } from './slider-of';

/** One value of a workflow, by its kind. An emptied field is the workflow's own value again. */
export function FieldInput({ field }: { field: WorkflowField }) {
  const { name, label, min, max, step, kind } = field;
  const usual = field.default === null ? undefined : String(field.default);
  const common = { name, label, placeholder: usual };
  switch (kind) {
    case 'text':
    case 'long_text':
      return <TextParam {...common} long={kind === 'long_text'} />;
    case 'integer':
    case 'number':
    case 'size': {
      const range = { min: min ?? undefined, max: max ?? undefined, step: step ?? 1 };
      const decimals = kind === 'number' ? 4 : 0;
      const slider = sliderOf(field);
      return slider ? (
        <SliderParam {...common} {...range} decimals={decimals} usual={slider} />
      ) : (
        <NumberParam {...common} {...range} decimals={decimals} />
      );
    }
    case 'boolean':
      return <SwitchField field={field} />;
    case 'seed':
      return <SeedValue field={field} />;
    case 'choice':
      // Of a node that nobody knows the choices of.
      if (!field.choices && field.list === null) return <TextParam {...common} />;
      return <ChoiceField field={field} />;
    case 'image':
    case 'mask':
      return null;
  }
}

function SwitchField({ field: { name, label } }: { field: WorkflowField }) {
  const value = useParam(name);
  return (
    <Switch
      label={label}
      checked={value === true}
      onChange={(event) => setParams({ [name]: event.currentTarget.checked })}
    />
  );
}

function ChoiceField({ field }: { field: WorkflowField }) {
  const { name, label, default: usual } = field;
  const { lists } = useLists();
  const choices = choicesOf(field, lists);
  return (
    <ChoiceParam
      name={name}
      label={label}
      placeholder={usual === null || usual === '' ? text.comfy.choose : String(usual)}
      unlisted={field.list === null ? undefined : text.generate.notListed}
      data={choices.data}
      known={choices.known}
    />
  );
}
