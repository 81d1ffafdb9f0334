import { Alert, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useDisclosure, useSessionStorage } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, take, type Schemas } from '../../api/client';
import { keys } from '../../api/keys';
import { queryClient } from '../../api/query-client';
import { toast } from '../../components/toast';
import { text } from '../../text';
import classes from './sign-in.module.css';

/** What whoever looks after this server should know about who can get in; away for this sitting once it is closed. */
export function Warnings({ session }: { session: Schemas['SessionDto'] }) {
  const [seen, setSeen] = useSessionStorage<string[]>({ key: 'stablequeue.warnings', defaultValue: [] });
  const [opened, dialog] = useDisclosure(false);
  const warning = session.warnings.find(({ code }) => !seen.includes(code));
  if (!warning) return null;
  return (
    <>
      <Alert
        className={classes.warnings}
        color="yellow"
        variant="filled"
        icon={<IconAlertTriangle />}
        withCloseButton
        closeButtonLabel={text.actions.close}
        onClose={() => setSeen([...seen, warning.code])}
      >
        <Group justify="space-between" gap="sm">
          <Text size="sm" flex={1} miw={200}>
            {warning.message}
          </Text>
          {!session.password_set && (
            <Button size="compact-sm" variant="default" onClick={dialog.open}>
              {text.signIn.setPassword}
            </Button>
          )}
        </Group>
      </Alert>
      <Modal opened={opened} onClose={dialog.close} title={text.signIn.setPassword}>
        <PasswordForm onDone={dialog.close} />
      </Modal>
    </>
  );
}

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const [password, setPassword] = useState('');
  const set = useMutation({
    mutationFn: () => take(api.PUT('/api/v1/session/password', { body: { password } })),
    onSuccess: () => {
      toast.done(text.signIn.passwordSet);
      void queryClient.invalidateQueries({ queryKey: keys.session });
      onDone();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    set.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <input type="text" name="username" value="console" autoComplete="username" hidden readOnly />
        <PasswordInput
          label={text.signIn.password}
          description={text.signIn.setPasswordHint}
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={1024}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={set.isPending}>
          {text.actions.save}
        </Button>
      </Stack>
    </form>
  );
}
