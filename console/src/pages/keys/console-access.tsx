import { Badge, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import {
  useCloseSession,
  useMakeAdminLink,
  useSignedInBrowsers,
  type SignedInBrowser,
} from '../../api/queries/sessions';
import { CodeBlock } from '../../components/code-block';
import { Loading } from '../../components/loading';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { sayBrowser } from './browsers';
import { PasswordForm } from './password-form';
import classes from './keys.module.css';

/** How people get in: browsers that are, links for more, the password. */
export function ConsoleAccess() {
  return (
    <Stack gap="xl">
      <Browsers />
      <OneClickLink />
      <PasswordForm />
    </Stack>
  );
}

function Browsers() {
  const browsers = useSignedInBrowsers();
  const words = text.keysPage.console;
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {words.browsers}
      </Title>
      <Loading of={browsers} skeleton={<Skeleton h={120} />}>
        {(all) =>
          all.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.noBrowsers}
            </Text>
          ) : (
            <ul className={classes.list}>
              {all.map((browser) => (
                <li key={browser.id}>
                  <Browser browser={browser} />
                </li>
              ))}
            </ul>
          )
        }
      </Loading>
    </section>
  );
}

function Browser({ browser }: { browser: SignedInBrowser }) {
  const close = useCloseSession();
  const words = text.keysPage.console;
  return (
    <div className={classes.row}>
      <div className={classes.rowMain}>
        <Group gap="xs">
          <Text size="sm" fw={600} title={browser.user_agent ?? undefined}>
            {sayBrowser(browser.user_agent) ?? words.unknownBrowser}
          </Text>
          {browser.current && (
            <Badge size="sm" variant="outline" color="gray" tt="none">
              {words.thisOne}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {browser.address} · {words.by[browser.signed_in_by] ?? browser.signed_in_by} · {words.lastSeen}{' '}
          <TimeAgo iso={browser.last_seen} />
        </Text>
      </div>
      <Button
        variant="default"
        size="xs"
        loading={close.isPending}
        onClick={() => close.mutate(browser.id)}
        aria-label={`${words.close}: ${sayBrowser(browser.user_agent) ?? words.unknownBrowser}, ${browser.address}`}
      >
        {words.close}
      </Button>
    </div>
  );
}

function OneClickLink() {
  const make = useMakeAdminLink();
  const words = text.keysPage.console;
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {words.link}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.linkHint}
      </Text>
      <Stack gap="xs">
        {make.data && (
          <>
            <CodeBlock value={window.location.origin + make.data.path} label={words.linkLabel} wrap />
            <Text size="xs" c="dimmed">
              {words.linkEnds(Math.round(make.data.expires_in / 3600))}
            </Text>
          </>
        )}
        <div>
          <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
            {words.makeLink}
          </Button>
        </div>
      </Stack>
    </section>
  );
}
