import { Button, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useRunTask, useTasks, type Task } from '../../../api/queries/system';
import { Loading } from '../../../components/loading';
import { StateMark } from '../../../components/state-mark';
import { TimeAgo } from '../../../components/time-ago';
import { sayDuration } from '../../../lib/times';
import { useNow } from '../../../lib/use-now';
import { text } from '../../../text';
import classes from '../system.module.css';

const words = text.system.tasks;

export function TasksTab() {
  return (
    <Loading of={useTasks()}>
      {(tasks) => (
        <ul className={classes.rows} aria-label={words.list}>
          {tasks.map((task) => (
            <TaskRow key={task.name} task={task} />
          ))}
        </ul>
      )}
    </Loading>
  );
}

function TaskRow({ task }: { task: Task }) {
  const run = useRunTask();
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Text size="sm" fw={600}>
          {task.name}
        </Text>
        <Text size="sm" c="dimmed">
          {task.description}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          {words.every(saySpan(task.every_seconds * 1000))} · {words.last}: <LastRun task={task} /> ·{' '}
          {words.next}: <NextRun at={task.next_run_timestamp} />
        </Text>
        {task.last_run?.error && <StateMark state="failed" label={task.last_run.error} />}
      </div>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        loading={task.running || run.isPending}
        onClick={() => run.mutate(task.name)}
        aria-label={words.runName(task.name)}
      >
        {words.run}
      </Button>
    </li>
  );
}

function LastRun({ task: { running, last_run: last } }: { task: Task }) {
  if (running) return words.running;
  if (!last) return words.neverRun;
  return (
    <>
      <TimeAgo iso={last.started_timestamp} />, {words.took(saySpan(last.duration_ms))}
    </>
  );
}

const SOON_MS = 5_000;

/** What is due has not been done "just now". */
function NextRun({ at }: { at: string | null }) {
  const now = useNow();
  if (at === null) return words.byHand;
  return Date.parse(at) - now < SOON_MS ? words.soon : <TimeAgo iso={at} />;
}

const saySpan = (ms: number): string =>
  ms < 1000 ? words.milliseconds(Math.round(ms)) : sayDuration(ms / 1000);
