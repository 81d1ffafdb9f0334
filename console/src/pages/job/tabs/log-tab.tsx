import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { jobLogQuery } from '../../../api/queries/job-details';
import type { JobDetails } from '../../../api/queries/queue';
import { Loading } from '../../../components/loading';
import { sayExact } from '../../../lib/times';
import { text } from '../../../text';
import classes from '../job.module.css';

/** What is remembered of the job, oldest first. */
export function LogTab({ job }: { job: JobDetails }) {
  const log = useQuery(jobLogQuery(job.job_id));
  return (
    <Loading of={log}>
      {(lines) =>
        lines.length ? (
          <ol className={classes.log}>
            {lines.map((line, index) => (
              <li key={index} data-level={line.level}>
                <time dateTime={line.time} title={sayExact(line.time)}>
                  {new Date(line.time).toLocaleTimeString(undefined, { hour12: false })}
                </time>
                <em>{line.level}</em>
                <span>{line.message}</span>
              </li>
            ))}
          </ol>
        ) : (
          <Text size="sm">{text.jobPage.log.none}</Text>
        )
      }
    </Loading>
  );
}
