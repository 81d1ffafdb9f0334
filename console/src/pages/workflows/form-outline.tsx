import { Text } from '@mantine/core';
import type { WorkflowField } from '../../api/queries/workflows';
import { text } from '../../text';
import classes from './workflows.module.css';

const said = text.workflows;

/** The fields of a form in their order: what each is, what it is now, and where it goes. */
export function FormOutline({ form }: { form: readonly WorkflowField[] }) {
  if (!form.length)
    return (
      <Text size="sm" c="dimmed">
        {said.noFields}
      </Text>
    );
  return (
    <ul className={classes.outline} aria-label={said.tabs.form}>
      {form.map((field) => (
        <li key={field.name}>
          <span className={classes.fieldHead}>
            <Text component="span" size="sm" fw={500}>
              {field.label}
            </Text>
            <Text component="span" size="xs" c="dimmed">
              {said.kinds[field.kind] ?? field.kind}
            </Text>
          </span>
          <Text size="xs" c="dimmed" className={classes.facts}>
            <code>{field.own ? `values.${field.name}` : field.name}</code> → {said.goesInto(field.places)}
          </Text>
          {field.default !== null && field.default !== '' && (
            <Text size="xs" lineClamp={3} className={classes.facts}>
              {said.defaultIs(String(field.default))}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
}
