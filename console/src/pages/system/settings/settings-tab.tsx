import { Code, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useSystem, type System } from '../../../api/queries/system';
import { BrowserPreferences } from '../../../components/browser-preferences';
import { Loading } from '../../../components/loading';
import { text } from '../../../text';
import classes from '../system.module.css';

const words = text.system.settings;
type Setting = System['settings'][number];

/** What the server was started with, and how this browser shows it. */
export function SettingsTab() {
  return (
    <Stack gap="lg">
      <BrowserPreferences />
      <Loading of={useSystem()}>{({ settings }) => <ServerSettings settings={settings} />}</Loading>
    </Stack>
  );
}

function ServerSettings({ settings }: { settings: Setting[] }) {
  const [wanted, setWanted] = useState('');
  const needle = wanted.trim().toLowerCase();
  const shown = settings.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(needle),
  );
  return (
    <section aria-label={words.list}>
      <Title order={2} size="h5">
        {words.list}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.hint}
      </Text>
      <TextInput
        label={words.filter}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        maw={320}
      />
      {shown.length === 0 && (
        <Text size="sm" mt="sm">
          {words.none}
        </Text>
      )}
      <ul className={classes.rows}>
        {shown.map((setting) => (
          <SettingRow key={setting.name} setting={setting} />
        ))}
      </ul>
    </section>
  );
}

function SettingRow({
  setting: { name, value, default: usual, is_default, description },
}: {
  setting: Setting;
}) {
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {description}
        </Text>
      </div>
      <div className={classes.value}>
        <Code fw={is_default ? undefined : 700}>{value ?? words.unset}</Code>
        {!is_default && usual !== null && (
          <Text size="xs" c="dimmed">
            {words.default(String(usual))}
          </Text>
        )}
      </div>
    </li>
  );
}
