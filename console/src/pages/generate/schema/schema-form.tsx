import { JsonInput, Select, Skeleton, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { parameterSchemasQuery, useAppTypes } from '../../../api/queries/generate';
import { Loading } from '../../../components/loading';
import { text } from '../../../text';
import { setParams, useDraft, useParam, useProblemOf } from '../draft/draft-store';
import { NumberParam, SwitchParam } from '../form/param-fields';
import { fieldsOf, type ObjectSchema, type SchemaField } from './schema-fields';

interface Props {
  /** Parameters that have a field elsewhere. */
  hasField?: (name: string) => boolean;
}

/** A form that is drawn from the parameter schema that the app_type publishes. */
export function SchemaForm({ hasField = () => false }: Props) {
  const appType = useDraft('appType');
  const { data: appTypes } = useAppTypes();
  const schemas = useQuery(parameterSchemasQuery);
  const name = appTypes?.find((one) => one.app_type === appType)?.parameters_schema;
  return (
    <Loading of={schemas} skeleton={<Skeleton h={240} />}>
      {(all) => (
        <Stack gap="sm">
          {fieldsOf((name === undefined ? {} : all[name]) as ObjectSchema)
            .filter((field) => !hasField(field.name))
            .map((field) => (
              <Field key={field.name} field={field} />
            ))}
        </Stack>
      )}
    </Loading>
  );
}

function Field({ field }: { field: SchemaField }) {
  const common = { name: field.name, label: field.label, hint: field.description };
  switch (field.kind) {
    case 'number':
      return <NumberParam {...common} min={field.min} max={field.max} decimals={6} />;
    case 'switch':
      return <SwitchParam {...common} />;
    case 'choice':
    case 'words':
    case 'text':
      return <TextualField field={field} />;
    case 'json':
      return <JsonField field={field} />;
  }
}

type Textual = Extract<SchemaField, { kind: 'choice' | 'words' | 'text' }>;

function TextualField({ field }: { field: Textual }) {
  const value = useParam(field.name);
  const error = useProblemOf(field.name);
  const typed = typeof value === 'string' ? value : '';
  const { label, description, required } = field;
  const common = { label, description, required, error };
  const set = (next: unknown): void => setParams({ [field.name]: next });
  if (field.kind === 'choice')
    return <Select {...common} data={field.options} value={typed || null} onChange={set} clearable />;
  if (field.kind === 'words') {
    const words = Array.isArray(value) ? value.map(String) : [];
    return <TagsInput {...common} value={words} onChange={(next) => set(next.length ? next : undefined)} />;
  }
  if (field.long)
    return (
      <Textarea
        {...common}
        autosize
        minRows={2}
        maxRows={10}
        value={typed}
        onChange={(event) => set(event.currentTarget.value)}
      />
    );
  return <TextInput {...common} value={typed} onChange={(event) => set(event.currentTarget.value)} />;
}

/** Whatever no other field fits: as JSON, taken over once it is whole. */
function JsonField({ field }: { field: SchemaField }) {
  const value = useParam(field.name);
  const error = useProblemOf(field.name);
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2));
  const take = (next: string): void => {
    setTyped(next);
    const parsed = parse(next);
    if (parsed.isWhole) setParams({ [field.name]: parsed.value });
  };
  return (
    <JsonInput
      label={field.label}
      description={field.description}
      required={field.required}
      error={error ?? (parse(shown).isWhole ? undefined : text.generate.notJson)}
      value={shown}
      onChange={take}
      onBlur={() => parse(shown).isWhole && setTyped(null)}
      autosize
      minRows={2}
      maxRows={12}
      spellCheck={false}
    />
  );
}

function parse(typed: string): { isWhole: boolean; value?: unknown } {
  if (typed.trim() === '') return { isWhole: true, value: undefined };
  try {
    return { isWhole: true, value: JSON.parse(typed) as unknown };
  } catch {
    // Not yet whole.
    return { isWhole: false };
  }
}
