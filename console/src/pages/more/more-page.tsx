import { NavLink, Stack } from '@mantine/core';
import { IconBook, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { BrowserPreferences } from '../../components/browser-preferences';
import { Page } from '../../components/page';
import { usePages } from '../../frame/use-pages';
import { text } from '../../text';
import classes from './more.module.css';

/** What does not fit into a phone's bottom bar: the other pages, and how this browser shows the console. */
export function MorePage() {
  return (
    <Page title={text.nav.more}>
      <Stack gap="lg">
        <nav aria-label={text.more.pages} className={classes.pages}>
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
        <BrowserPreferences />
      </Stack>
    </Page>
  );
}
