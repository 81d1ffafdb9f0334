import { Alert, Button, Code, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Schemas } from '../../api/client';
import { messageOf } from '../../api/problem';
import type { useSignIn } from '../../api/queries/session';
import { CopyButton } from '../../components/copy-button';
import { Mark } from '../../frame/mark';
import { text } from '../../text';
import classes from './sign-in.module.css';

interface Props {
  session: Schemas['SessionDto'];
  signIn: ReturnType<typeof useSignIn>;
}

export default function SignInPage({ session, signIn }: Props) {
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ password }, { onSettled: () => setPassword('') });
  };
  return (
    <main className={classes.center}>
      <Paper className={classes.card} withBorder p="lg">
        <Stack gap="md">
          <Title order={1} size="h3" className={classes.title}>
            <Mark /> {text.app}
          </Title>
          {signIn.error && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(signIn.error)}
            </Alert>
          )}
          {session.password_set ? (
            <form onSubmit={submit}>
              <Stack gap="sm">
                {/* Password managers file the password under a name. */}
                <input type="text" name="username" value="console" autoComplete="username" hidden readOnly />
                <PasswordInput
                  label={text.signIn.password}
                  autoComplete="current-password"
                  required
                  autoFocus
                  maxLength={1024}
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                />
                <Button type="submit" loading={signIn.isPending}>
                  {text.signIn.submit}
                </Button>
              </Stack>
            </form>
          ) : (
            <LinkHelp />
          )}
        </Stack>
      </Paper>
    </main>
  );
}

function LinkHelp() {
  return (
    <>
      <Text size="sm">{text.signIn.linkHelp}</Text>
      <div className={classes.command}>
        <Code>{text.signIn.linkCommand}</Code>
        <CopyButton value={text.signIn.linkCommand} />
      </div>
    </>
  );
}
