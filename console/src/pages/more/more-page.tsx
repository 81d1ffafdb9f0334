import { NavLink, SegmentedControl, Stack, Switch, Text, useMantineColorScheme } from '@mantine/core';
import { IconBook, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Page } from '../../components/page';
import { usePages } from '../../frame/use-pages';
import { usePreference } from '../../lib/preferences';
import { text } from '../../text';

/** What does not fit into a phone's bottom bar: the other pages, and how this browser shows the console. */
export function MorePage() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [previews, setPreviews] = usePreference('livePreviews');
  const [sound, setSound] = usePreference('sound');
  const [blur, setBlur] = usePreference('blurPictures');
  return (
    <Page title={text.nav.more}>
      <Stack gap="lg">
        <nav aria-label={text.more.pages}>
          {usePages()
            .filter(({ onPhone }) => !onPhone)
            .map(({ to, label, icon: PageIcon }) => (
              <NavLink
                key={to}
                component={Link}
                to={to}
                label={label}
                leftSection={<PageIcon size={20} stroke={1.6} />}
                rightSection={<IconChevronRight size={16} />}
                h={48}
              />
            ))}
          <NavLink
            href="/doc"
            label={text.nav.documents}
            leftSection={<IconBook size={20} stroke={1.6} />}
            rightSection={<IconChevronRight size={16} />}
            h={48}
          />
        </nav>
        <Stack gap="sm">
          <Text fw={600}>{text.more.thisBrowser}</Text>
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
          <Switch
            label={text.settings.previews}
            checked={previews}
            onChange={(event) => setPreviews(event.currentTarget.checked)}
          />
          <Switch
            label={text.settings.sound}
            checked={sound}
            onChange={(event) => setSound(event.currentTarget.checked)}
          />
          <Switch
            label={text.settings.blur}
            checked={blur}
            onChange={(event) => setBlur(event.currentTarget.checked)}
          />
        </Stack>
      </Stack>
    </Page>
  );
}
