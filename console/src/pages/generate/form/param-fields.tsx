// Fields that are bound to a parameter by its name: they show what the server says of it, and redraw alone.
import {
  NumberInput,
  Select,
  Slider,
  Switch,
  Textarea,
  TextInput,
  type ComboboxData,
  type NumberInputProps,
} from '@mantine/core';
import type { NamedChoice } from '../../../api/queries/inventory';
import { setParams, useParam, useProblemOf } from '../draft/draft-store';
import { findChoice } from './inventory-lists';
import classes from './fields.module.css';

interface FieldProps {
  name: string;
  label: string;
  hint?: string;
}

interface NumberFieldProps extends FieldProps {
  min?: number;
  max?: number;
  step?: number;
  decimals?: number;
  placeholder?: string;
  rightSection?: NumberInputProps['rightSection'];
  rightSectionWidth?: number;
}

export function NumberParam({ name, label, hint, decimals = 0, ...rest }: NumberFieldProps) {
  const value = useParam(name);
  const problem = useProblemOf(name);
  return (
    <NumberInput
      label={label}
      description={hint}
      error={problem}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => setParams({ [name]: typeof next === 'number' ? next : undefined })}
      decimalScale={decimals}
      allowDecimal={decimals > 0}
      clampBehavior="blur"
      {...rest}
    />
  );
}

/** A number with a slider under it for the usual range; the field itself takes the whole range. */
export function SliderParam({
  usual,
  ...props
}: NumberFieldProps & { usual: readonly [number, number]; step: number }) {
  const value = useParam(props.name);
  const [low, high] = usual;
  return (
    <div className={classes.slider}>
      <NumberParam {...props} />
      <Slider
        color="gray"
        size="sm"
        min={low}
        max={high}
        step={props.step}
        label={null}
        thumbLabel={props.label}
        value={typeof value === 'number' ? Math.min(high, Math.max(low, value)) : low}
        onChange={(next) => setParams({ [props.name]: next })}
      />
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  placeholder?: string;
  /** Several lines. */
  long?: boolean;
}

export function TextParam({ name, hint, long = false, ...rest }: TextFieldProps) {
  const value = useParam(name);
  const problem = useProblemOf(name);
  const common = {
    ...rest,
    description: hint,
    error: problem,
    value: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
  };
  const set = (next: string): void => setParams({ [name]: next });
  if (!long) return <TextInput {...common} onChange={(event) => set(event.currentTarget.value)} />;
  return (
    <Textarea
      {...common}
      autosize
      minRows={2}
      maxRows={10}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

interface ChoiceProps extends FieldProps {
  data: ComboboxData;
  placeholder?: string;
  /** What a value that is not listed means to the person. */
  unlisted?: string;
  known: (value: string) => string | undefined;
}

/** One of a list; what is not in the list (of another server, say) is shown and kept all the same. */
export function ChoiceParam({ name, label, hint, data, placeholder, unlisted, known }: ChoiceProps) {
  const value = useParam(name);
  const problem = useProblemOf(name);
  const asked = typeof value === 'string' && value !== '' ? value : null;
  const listed = asked === null ? undefined : known(asked);
  const extra = asked !== null && listed === undefined ? [{ value: asked, label: asked }] : [];
  return (
    <Select
      label={label}
      description={extra.length ? (unlisted ?? hint) : hint}
      error={problem}
      placeholder={placeholder}
      data={[...extra, ...(data as { value: string; label: string }[])]}
      value={listed ?? asked}
      onChange={(next) => setParams({ [name]: next ?? undefined })}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `${label}: ${placeholder ?? ''}` }}
      comboboxProps={{ withinPortal: true }}
      maxDropdownHeight={320}
    />
  );
}

interface NamedProps extends Omit<ChoiceProps, 'data' | 'known'> {
  choices: readonly NamedChoice[];
}

/** One of what servers call by several names: any of them is understood. */
export function NamedParam({ choices, ...field }: NamedProps) {
  return (
    <ChoiceParam
      {...field}
      data={choices.map(({ name, label }) => ({ value: name, label }))}
      known={(value) => findChoice(choices, value)?.name}
    />
  );
}

export function SwitchParam({ name, label, hint }: FieldProps) {
  const value = useParam(name);
  return (
    <Switch
      label={label}
      description={hint}
      checked={value === true}
      onChange={(event) => setParams({ [name]: event.currentTarget.checked || undefined })}
    />
  );
}
