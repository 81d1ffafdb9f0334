import { Button, Group, Spoiler, Tabs } from '@mantine/core';
import { IconRefresh, IconSparkles, IconTrash, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { JobDetails } from '../../api/queries/queue';
import { CopyButton } from '../../components/copy-button';
import { StateMark } from '../../components/state-mark';
import { TimeAgo } from '../../components/time-ago';
import { shortGroupId } from '../../lib/groups';
import { promptOf } from '../../lib/jobs';
import { useIsPhone } from '../../lib/use-is-phone';
import { text } from '../../text';
import { AdviceBox } from './advice-box';
import { LogTab } from './tabs/log-tab';
import { ParametersTab } from './tabs/parameters-tab';
import { RawTab } from './tabs/raw-tab';
import { ResultTab } from './tabs/result-tab';
import { TimelineTab } from './tabs/timeline-tab';
import { useJobActs } from './use-job-acts';
import classes from './job.module.css';

const said = text.jobPage;
const TABS = ['result', 'parameters', 'timeline', 'log', 'raw'] as const;
type Tab = (typeof TABS)[number];
const SHOWN_DEPENDENCIES = 5;
const VIEWS: Record<Tab, (props: { job: JobDetails }) => ReactNode> = {
  result: ResultTab,
  parameters: ParametersTab,
  timeline: TimelineTab,
  log: LogTab,
  raw: RawTab,
};

export function JobView({ job, close }: { job: JobDetails; close: ReactNode }) {
  const [tab, setTab] = useState<Tab>('result');
  const acts = useJobActs(job);
  const phone = useIsPhone();
  const View = VIEWS[tab];
  const Heading = phone ? 'h1' : 'h2';
  return (
    <>
      <header className={classes.head}>
        <Group gap="xs" wrap="nowrap">
          {phone && close}
          <StateMark state={job.held ? 'held' : job.status} />
          <span className={classes.facts}>{job.job_id.slice(0, 8)}</span>
          <CopyButton value={job.job_id} />
          {!phone && close}
        </Group>
        <Spoiler
          maxHeight={68}
          showLabel={text.actions.more}
          hideLabel={text.actions.less}
          transitionDuration={0}
        >
          <Heading className={classes.title}>{promptOf(job)}</Heading>
        </Spoiler>
        <Facts job={job} />
        <Group gap="xs" mt="sm">
          {job.actions.includes('cancel') && (
            <Button variant="default" leftSection={<IconX size={16} />} onClick={acts.cancel}>
              {said.actions.cancel}
            </Button>
          )}
          {job.actions.includes('retry') && !job.error && (
            <Button
              variant="default"

              leftSection={<IconRefresh size={16} />}
              onClick={acts.retry}
            >
              {said.actions.retry}
            </Button>
          )}
          <Button
            variant="default"

            leftSection={<IconSparkles size={16} />}
            onClick={acts.openForm}
          >
            {said.actions.use}
          </Button>
          {job.status !== 'processing' && (
            <Button
              variant="subtle"
              color="gray"

              leftSection={<IconTrash size={16} />}
              onClick={acts.forget}
            >
              {said.actions.delete}
            </Button>
          )}
        </Group>
      </header>
      <Tabs value={tab} onChange={(value) => setTab((value as Tab | null) ?? 'result')} keepMounted={false}>
        <Tabs.List aria-label={said.tabsLabel} px="md">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name} mih={phone ? 44 : undefined} px={phone ? 10 : undefined}>
              {said.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className={classes.body} role="tabpanel" aria-label={said.tabs[tab]} tabIndex={0}>
        {tab === 'result' && <AdviceBox job={job} onTake={acts.take} />}
        <View job={job} />
      </div>
    </>
  );
}

function Facts({ job }: { job: JobDetails }) {
  const f = said.facts;
  const server = job.server_alias ?? job.target_server_alias ?? f.anyServer;
  return (
    <dl className={classes.facts}>
      <Fact name={f.server}>{server}</Fact>
      <Fact name={f.app_type}>{job.app_type}</Fact>
      {job.width !== null && job.height !== null && (
        <Fact name={f.size}>
          {job.width} × {job.height}
        </Fact>
      )}
      {job.queue_position !== null && <Fact name={f.place}>{job.queue_position}</Fact>}
      {job.priority !== 5 && <Fact name={f.priority}>{job.priority}</Fact>}
      {job.source_info !== null && <Fact name={f.source}>{job.source_info}</Fact>}
      {job.retry_count > 0 && (
        <Fact name={f.attempt}>
          {job.attempt}, {f.retries(job.retry_count, job.max_retries)}
        </Fact>
      )}
      {job.bulk_job_id !== null && (
        <Fact name={job.pipeline_id === null ? f.bulk : f.pipeline}>
          <Link to="/queue" search={{ bulk: job.bulk_job_id } as never}>
            {shortGroupId(job.bulk_job_id)}
          </Link>
        </Fact>
      )}
      {job.depends_on.length > 0 && (
        <Fact name={f.after}>
          {job.depends_on.slice(0, SHOWN_DEPENDENCIES).map((id) => (
            <Link key={id} to="/queue/$jobId" params={{ jobId: id }} className={classes.earlier}>
              {id.slice(0, 8)}
            </Link>
          ))}
          {job.depends_on.length > SHOWN_DEPENDENCIES && '…'}
        </Fact>
      )}
      <Fact name={f.submitted}>
        <TimeAgo iso={job.creation_timestamp} />
      </Fact>
      {job.estimated_start_time !== null && job.status === 'pending' && (
        <Fact name={f.starts}>
          <TimeAgo iso={job.estimated_start_time} />
        </Fact>
      )}
      {job.completion_timestamp !== null && (
        <Fact name={f.ended}>
          <TimeAgo iso={job.completion_timestamp} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
