import { Group, Text } from '@mantine/core';
import type { JobDetails } from '../../../api/queries/queue';
import { sayDuration, sayExact } from '../../../lib/times';
import { useNow } from '../../../lib/use-now';
import { useLiveJob } from '../../../live/live-jobs';
import { text } from '../../../text';
import { placed, stretches, type Stretch } from '../timeline';
import classes from '../job.module.css';

const said = text.jobPage.timeline;

/** Waiting and attempts, each at its place in the whole. */
export function TimelineTab({ job }: { job: JobDetails }) {
  const now = useNow();
  const live = useLiveJob(job.job_id);
  const all = stretches(job, now);
  const total = ((all.at(-1)?.toMs ?? 0) - (all[0]?.fromMs ?? 0)) / 1000;
  const phase = live?.phase ?? job.phase;
  return (
    <section aria-label={said.label}>
      <Text size="xs" c="dimmed" mb="sm">
        {sayExact(job.creation_timestamp)} · {said.total(sayDuration(total))}
      </Text>
      {all.map((one) => {
        const { left, width } = placed(all, one);
        return (
          <div key={`${one.kind} ${one.fromMs}`} className={classes.lane}>
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text size="xs" truncate>
                {nameOf(one)}
                {one.open && one.attempt && phase !== null && ` · ${text.phases[phase] ?? phase}`}
              </Text>
              <Text size="xs" c="dimmed" title={sayExact(new Date(one.fromMs).toISOString())}>
                {sayShort(one.toMs - one.fromMs)}
              </Text>
            </Group>
            <div className={classes.track}>
              <i data-outcome={outcomeOf(one)} style={{ left: `${left}%`, width: `${width}%` }} />
            </div>
            {one.attempt?.error && (
              <Text size="xs" c="dimmed" mt={4}>
                {one.attempt.error.message}
              </Text>
            )}
          </div>
        );
      })}
      {!job.attempts.length && <Text size="sm">{said.none}</Text>}
    </section>
  );
}

function nameOf({ kind, attempt }: Stretch): string {
  if (!attempt) return kind === 'waiting' ? said.waiting : said.between;
  const outcome =
    attempt.outcome === null ? said.running : (said.outcomes[attempt.outcome] ?? attempt.outcome);
  const words = [said.attempt(attempt.attempt, attempt.server_alias), outcome];
  if (attempt.reattached) words.push(said.reattached);
  return words.join(' · ');
}

function outcomeOf({ attempt, open }: Stretch): string | undefined {
  if (!attempt) return undefined;
  return open ? 'running' : (attempt.outcome ?? undefined);
}

/** Below ten seconds tenths matter. */
function sayShort(ms: number): string {
  return ms < 10_000 ? text.units.seconds(Math.round(ms / 100) / 10) : sayDuration(ms / 1000);
}
