import { Alert, Button, Group, Text } from '@mantine/core';
import { useDisclosure, useSessionStorage } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Schemas } from '../../api/client';
import { text } from '../../text';
import classes from './sign-in.module.css';

const PasswordDialog = lazy(() => import('./password-dialog'));

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
      {opened && (
        <Suspense fallback={null}>
          <PasswordDialog onClose={dialog.close} />
        </Suspense>
      )}
    </>
  );
}
