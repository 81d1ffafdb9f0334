import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useSession } from '../../api/queries/session';
import { useSetPassword } from '../../api/queries/sessions';
import { Outcome } from '../../components/outcome';
import { useFormProblems } from '../../lib/use-form-problems';
import { text } from '../../text';

const FIELDS = ['current', 'password'];

/** Sets or changes the password of the console. */
export function PasswordForm() {
  const { data: session } = useSession();
  const words = text.keysPage.console;
  if (!session) return null;
  const { password_set: isSet, password_from_environment: isFixed, via } = session;
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {words.password}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {isFixed ? words.passwordEnvironment : isSet ? words.passwordSet : words.passwordNone}
      </Text>
      {!isFixed && <Fields isSet={isSet} needsCurrent={isSet && via !== 'loopback'} />}
    </section>
  );
}

function Fields({ isSet, needsCurrent }: { isSet: boolean; needsCurrent: boolean }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useSetPassword();
  const problems = useFormProblems(change.error, FIELDS);
  const words = text.keysPage.console;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { password, ...(needsCurrent && current && { current }) };
    change.mutate(body, {
      onSuccess: () => {
        setCurrent('');
        setPassword('');
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={420}>
        {/* Password managers file the password under a name. */}
        <input type="text" name="username" value="console" autoComplete="username" hidden readOnly />
        {needsCurrent && (
          <PasswordInput
            label={words.current}
            description={words.currentHint}
            autoComplete="current-password"
            maxLength={1024}
            value={current}
            error={problems.fields['current']}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          label={words.next}
          description={words.nextHint}
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={1024}
          value={password}
          error={problems.fields['password']}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {problems.rest !== null && (
          <div role="alert">
            <Outcome good={false} title={text.problem.title}>
              {problems.rest}
            </Outcome>
          </div>
        )}
        <div>
          <Button type="submit" variant="default" loading={change.isPending}>
            {isSet ? words.changePassword : words.setPassword}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
