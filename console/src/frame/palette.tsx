import '@mantine/spotlight/styles.css';
import { Spotlight, createSpotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  IconBook,
  IconKeyboard,
  IconLayoutSidebarRight,
  IconLogout,
  IconPlayerPause,
  IconPlayerPlay,
  IconSearch,
  IconSunMoon,
  type Icon,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { api, take } from '../api/client';
import { keys } from '../api/keys';
import { usePauseQueue, useQueueState } from '../api/queries/queue';
import { useSession, useSignOut } from '../api/queries/session';
import { promptOf } from '../lib/jobs';
import { text } from '../text';
import { openShortcuts } from './shortcuts';
import { usePages } from './use-pages';

const [store, spotlight] = createSpotlight();

const JOBS = 6;

interface Props {
  /** How often it was asked for. */
  asked: number;
  onActivity: () => void;
}

export default function Palette({ asked, onActivity }: Props) {
  const [query, setQuery] = useState('');
  useEffect(() => spotlight.open(), [asked]);
  const groups = [useJobActions(query), usePageActions(), useCommands(onActivity)];
  return (
    <Spotlight
      store={store}
      shortcut={null}
      attributes={{ content: { 'aria-label': text.palette.open } }}
      query={query}
      onQueryChange={setQuery}
      actions={groups.filter(({ actions }) => actions.length)}
      highlightQuery
      scrollable
      maxHeight={440}
      nothingFound={text.palette.nothing}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: text.palette.placeholder,
        'aria-label': text.palette.open,
      }}
    />
  );
}

const iconOf = (ActionIcon: Icon) => <ActionIcon size={18} stroke={1.6} />;

function usePageActions(): SpotlightActionGroupData {
  const navigate = useNavigate();
  const actions = usePages().map(({ to, label, icon }) => ({
    id: to,
    label,
    leftSection: iconOf(icon),
    onClick: () => void navigate({ to }),
  }));
  return { group: text.palette.pages, actions };
}

function useCommands(onActivity: () => void): SpotlightActionGroupData {
  const { data: queue } = useQueueState();
  const pause = usePauseQueue();
  const { data: session } = useSession();
  const signOut = useSignOut();
  const { toggleColorScheme } = useMantineColorScheme();
  const actions = [
    {
      id: 'pause',
      label: queue?.paused ? text.queueState.resume : text.queueState.pause,
      leftSection: iconOf(queue?.paused ? IconPlayerPlay : IconPlayerPause),
      onClick: () => pause.mutate(!queue?.paused),
    },
    {
      id: 'theme',
      label: text.palette.theme,
      leftSection: iconOf(IconSunMoon),
      onClick: toggleColorScheme,
    },
    {
      id: 'activity',
      label: text.palette.activity,
      leftSection: iconOf(IconLayoutSidebarRight),
      onClick: onActivity,
    },
    {
      id: 'shortcuts',
      label: text.palette.shortcuts,
      leftSection: iconOf(IconKeyboard),
      onClick: openShortcuts,
    },
    {
      id: 'documents',
      label: text.nav.documents,
      leftSection: iconOf(IconBook),
      onClick: () => void window.open('/doc'),
    },
  ];
  if (session?.via === 'session')
    actions.push({
      id: 'sign-out',
      label: text.palette.signOut,
      leftSection: iconOf(IconLogout),
      onClick: () => signOut.mutate(),
    });
  return { group: text.palette.actions, actions };
}

/** By a part of the prompt, or the beginning of the id. */
function useJobActions(query: string): SpotlightActionGroupData {
  const navigate = useNavigate();
  const [wanted] = useDebouncedValue(query.trim(), 150);
  const filter = { text: wanted, limit: JOBS } as const;
  const { data = [] } = useQuery({
    queryKey: keys.jobList(filter),
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v2/queue/jobs', { params: { query: filter }, signal }))).jobs,
    enabled: wanted.length > 2,
  });
  const found = wanted.length > 2 ? data : [];
  const actions = found.map((job) => ({
    id: job.job_id,
    label: promptOf(job),
    description: `${text.states[job.status]} · ${job.job_id.slice(0, 8)}`,
    // The server has matched it already; the palette would hide a match by id.
    keywords: [wanted],
    onClick: () => void navigate({ to: '/queue/$jobId', params: { jobId: job.job_id } }),
  }));
  return { group: text.palette.jobs, actions };
}
