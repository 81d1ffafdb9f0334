import { Checkbox, Input, Stack } from '@mantine/core';
import { text } from '../../text';
import { isGranted, SCOPES, withScope } from './key-draft';
import type { FieldsProps } from './key-fields';

/** Each scope with what it means; `admin` ticks all the others. */
export function ScopeFields({ draft: { value, set }, problems }: FieldsProps) {
  const words = text.keysPage;
  return (
    <Input.Wrapper label={words.form.scopes} labelElement="div" error={problems['scopes']}>
      <Stack gap="xs" mt="xs" role="group" aria-label={words.form.scopes}>
        {SCOPES.map((scope) => {
          const [name, meaning] = words.scopes[scope] ?? [scope, ''];
          const isIncluded = scope !== 'admin' && value.scopes.includes('admin');
          return (
            <Checkbox
              key={scope}
              label={name}
              description={meaning}
              checked={isGranted(value.scopes, scope)}
              disabled={isIncluded}
              onChange={(event) => set('scopes', withScope(value.scopes, scope, event.currentTarget.checked))}
            />
          );
        })}
      </Stack>
    </Input.Wrapper>
  );
}
