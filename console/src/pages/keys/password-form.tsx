import { Text, Title } from '@mantine/core';
import { useSession } from '../../api/queries/session';
import { PasswordFields } from '../../components/password-fields';
import { text } from '../../text';

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
      {!isFixed && <PasswordFields isSet={isSet} needsCurrent={isSet && via !== 'loopback'} />}
    </section>
  );
}
