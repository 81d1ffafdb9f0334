import { SegmentedControl, Stack, Switch, Title, useMantineColorScheme } from '@mantine/core';
import { usePreference, type Preferences } from '../lib/preferences';
import { text } from '../text';
import { NoticesSwitch } from './notices-switch';

const SWITCHES = [
  ['livePreviews', text.settings.previews],
  ['sound', text.settings.sound],
  ['blurPictures', text.settings.blur],
] as const satisfies [keyof Preferences, string][];

/** How this browser shows the console; nobody else sees it. */
export function BrowserPreferences() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="sm" component="section" aria-label={text.more.thisBrowser}>
      <Title order={2} size="h5">
        {text.more.thisBrowser}
      </Title>
      <SegmentedControl
        aria-label={text.settings.theme}
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
        data={[
          { value: 'dark', label: text.settings.dark },
          { value: 'light', label: text.settings.light },
          { value: 'auto', label: text.settings.auto },
        ]}
      />
      {SWITCHES.map(([name, label]) => (
        <Preference key={name} name={name} label={label} />
      ))}
      <NoticesSwitch />
    </Stack>
  );
}

function Preference({ name, label }: { name: (typeof SWITCHES)[number][0]; label: string }) {
  const [on, set] = usePreference(name);
  return <Switch label={label} checked={on} onChange={(event) => set(event.currentTarget.checked)} />;
}
