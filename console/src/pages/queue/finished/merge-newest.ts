// The pages of what has ended, kept up to date from their newest end. Pure.
import type { EndedJob, EndedPage } from '../../../api/queries/ended';

type At = Pick<EndedJob, 'job_id' | 'completion_timestamp'>;

/**
 * The pages with a fresh first page in front of them. When the two do not meet, more has ended meanwhile than one page
 * holds: then the fresh page is all that is known.
 */
export function mergeNewest(pages: readonly EndedPage[], fresh: EndedPage): EndedPage[] {
  const [first, ...others] = pages;
  if (!first || fresh.next_cursor === null) return [fresh];
  const known = new Set(pages.flatMap((page) => page.jobs.map(({ job_id }) => job_id)));
  if (!fresh.jobs.some(({ job_id }) => known.has(job_id))) return [fresh];
  const again = new Set(fresh.jobs.map(({ job_id }) => job_id));
  const oldest = fresh.jobs.at(-1)!;
  // What is newer than the end of the fresh page and not on it has been deleted, or waits again.
  const rest = (jobs: readonly EndedJob[]): EndedJob[] =>
    jobs.filter((job) => !again.has(job.job_id) && isBefore(job, oldest));
  return [
    { jobs: [...fresh.jobs, ...rest(first.jobs)], next_cursor: first.next_cursor },
    ...others.map((page) => ({ ...page, jobs: rest(page.jobs) })),
  ];
}

export function withoutEnded(pages: readonly EndedPage[], ids: ReadonlySet<string>): EndedPage[] {
  return pages.map((page) => ({ ...page, jobs: page.jobs.filter(({ job_id }) => !ids.has(job_id)) }));
}

/** Times of the API compare as texts. Among equal ones any order will do here: none is lost. */
function isBefore(job: At, other: At): boolean {
  return (job.completion_timestamp ?? '') <= (other.completion_timestamp ?? '');
}
