import { PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import type { Draft } from '../../lib/use-draft';
import { text } from '../../text';
import { LOGINS, type Login, type ServerDraft } from './server-draft';

interface Props {
  draft: Draft<ServerDraft>;
  problems: Record<string, string>;
  isNew: boolean;
}

export function LoginFields({ draft: { value, set }, problems, isNew }: Props) {
  const words = text.serversPage.form;
  const names: Record<Login, string> = {
    none: words.loginNone,
    basic: words.loginBasic,
    gradio: words.loginGradio,
  };
  return (
    <Stack gap="sm">
      <Select
        label={words.loginType}
        data={LOGINS.map((login) => ({ value: login, label: names[login] }))}
        allowDeselect={false}
        value={value.login}
        error={problems['credentials']}
        onChange={(login) => login !== null && set('login', login)}
      />
      {value.login !== 'none' && (
        <>
          <TextInput
            label={words.username}
            autoComplete="off"
            value={value.username}
            error={problems['credentials.username']}
            onChange={(event) => set('username', event.currentTarget.value)}
          />
          <PasswordInput
            label={words.password}
            description={isNew ? undefined : words.passwordKept}
            autoComplete="new-password"
            value={value.password}
            error={problems['credentials.password']}
            onChange={(event) => set('password', event.currentTarget.value)}
          />
        </>
      )}
    </Stack>
  );
}
