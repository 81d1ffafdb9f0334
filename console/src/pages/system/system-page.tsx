// How the server itself is, and what whoever looks after it can do about it. One tab a concern; the tab is part of the
// address. Charts come in a chunk of their own.
import { Skeleton, Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, type ComponentType } from 'react';
import { AfterAMoment } from '../../components/loading';
import { Page } from '../../components/page';
import { text } from '../../text';
import { BackupsTab } from './backups/backups-tab';
import { LogsTab } from './logs/logs-tab';
import { OverviewTab } from './overview/overview-tab';
import { SettingsTab } from './settings/settings-tab';
import { TasksTab } from './tasks/tasks-tab';
import classes from './system.module.css';

const StatisticsTab = lazy(() =>
  import('./statistics/statistics-tab').then((module) => ({ default: module.StatisticsTab })),
);

const TABS = {
  overview: OverviewTab,
  statistics: StatisticsTab,
  tasks: TasksTab,
  backups: BackupsTab,
  logs: LogsTab,
  settings: SettingsTab,
} satisfies Record<string, ComponentType>;
type TabName = keyof typeof TABS;
const NAMES = Object.keys(TABS) as TabName[];

export function SystemPage() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const shown = NAMES.find((name) => name === search['tab']) ?? 'overview';
  const Shown = TABS[shown];
  const open = (name: string | null): void =>
    void navigate({
      to: '/system',
      search: name === 'overview' || name === null ? {} : { tab: name },
      replace: true,
    });
  return (
    <Page title={text.nav.system}>
      <Tabs value={shown} onChange={open} keepMounted={false}>
        <Tabs.List className={classes.tabs} aria-label={text.system.tabsLabel}>
          {NAMES.map((name) => (
            <Tabs.Tab key={name} value={name} ref={name === shown ? intoView : undefined}>
              {text.system.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {NAMES.map((name) => (
          <Tabs.Panel key={name} value={name} pt="md">
            <Suspense fallback={<Waiting />}>{name === shown && <Shown />}</Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}

/** On a phone not all tabs are in view. */
const intoView = (tab: HTMLElement | null): void =>
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

function Waiting() {
  return (
    <AfterAMoment>
      <Skeleton h={320} />
    </AfterAMoment>
  );
}
