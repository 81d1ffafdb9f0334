import { Button, PasswordInput, Stack } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useSetPassword } from '../api/queries/sessions';
import { useFormProblems } from '../lib/use-form-problems';
import { text } from '../text';
import { Outcome } from './outcome';

const FIELDS = ['current', 'password'];

interface Props {
  isSet: boolean;
  /** Whoever is signed in by a browser has to know the present one. */
  needsCurrent: boolean;
  onDone?: () => void;
}

/** The new password of the console, and the present one where it is asked for. */
export function PasswordFields({ isSet, needsCurrent, onDone }: Props) {
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
        onDone?.();
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
