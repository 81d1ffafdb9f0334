import { Autocomplete, MultiSelect, Textarea, TextInput } from '@mantine/core';
import type { WorkflowField } from '../../../api/queries/workflows';
import { text } from '../../../text';
import { stemOf } from '../form/inventory-lists';
import { useLists } from '../form/use-lists';
import { choicesOf } from '../form/field-choices';
import { LISTS, type Axis } from './matrix';
import classes from './bulk.module.css';

interface Props {
  axis: Axis;
  onChange: (part: Partial<Axis>) => void;
}

/** What one axis goes through: choices from the server's lists, lines of text, or numbers. */
export function AxisValues({ axis, onChange }: Props) {
  const label = axis.field?.label ?? text.generate.axes[axis.kind];
  if (axis.field?.kind === 'choice')
    return <ChosenOfField field={axis.field} axis={axis} onChange={onChange} />;
  if (LISTS.has(axis.kind)) return <ChosenValues axis={axis} onChange={onChange} />;
  if (axis.kind === 'prompts' || axis.kind === 'negative_prompts' || isWords(axis))
    return (
      <Textarea
        label={label}
        description={text.generate.oneALine}
        autosize
        minRows={3}
        maxRows={10}
        value={axis.typed}
        onChange={(event) => onChange({ typed: event.currentTarget.value })}
      />
    );
  const values = (
    <TextInput
      label={axis.kind === 'vary' && !axis.field ? text.generate.values : label}
      description={text.generate.valuesHint}
      value={axis.typed}
      onChange={(event) => onChange({ typed: event.currentTarget.value })}
    />
  );
  if (axis.kind === 'seeds' || axis.field) return values;
  return (
    <div className={classes.vary}>
      <Autocomplete
        label={label}
        description={text.generate.varyHint}
        data={text.generate.varyExamples}
        value={axis.path}
        onChange={(path) => onChange({ path })}
      />
      {values}
    </div>
  );
}

const isWords = ({ field }: Axis): boolean => field?.kind === 'text' || field?.kind === 'long_text';

function ChosenOfField({ field, axis, onChange }: Props & { field: WorkflowField }) {
  const { lists } = useLists();
  return (
    <MultiSelect
      label={field.label}
      data={choicesOf(field, lists).data}
      value={axis.chosen}
      onChange={(chosen) => onChange({ chosen })}
      searchable
      hidePickedOptions
    />
  );
}

function ChosenValues({ axis, onChange }: Props) {
  const { lists } = useLists();
  const data = {
    models: lists.checkpoints.map(({ name }) => ({ value: name, label: stemOf(name) })),
    samplers: lists.samplers.map(({ name, label }) => ({ value: name, label })),
    schedulers: lists.schedulers.map(({ name, label }) => ({ value: name, label })),
  }[axis.kind as 'models' | 'samplers' | 'schedulers'];
  return (
    <MultiSelect
      label={text.generate.axes[axis.kind]}
      data={data}
      value={axis.chosen}
      onChange={(chosen) => onChange({ chosen })}
      searchable
      hidePickedOptions
    />
  );
}
