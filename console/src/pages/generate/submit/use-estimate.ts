import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { keys } from '../../../api/keys';
import { tryBulk, type DryRun } from '../../../api/queries/generate';
import { useQueueState } from '../../../api/queries/queue';
import { setProblems, useWholeDraft } from '../draft/draft-store';
import { NO_PICTURES, toRequest } from '../draft/to-request';
import { useCandidates } from '../form/use-lists';
import { withCopies } from './copies';
import { splitEstimate, type Estimate } from './estimate';
import { problemsOfFields } from './field-problems';

const AFTER_MS = 700;

/**
 * How long it would take and when it would start, from dry runs: of the request, and of one more turn of all servers,
 * which tells how long a single job takes. What is wrong with the request shows at its fields on the way.
 */
export function useEstimate(): Estimate | null {
  const draft = useWholeDraft();
  const [settled] = useDebouncedValue(draft, AFTER_MS);
  const { data: queue } = useQueueState();
  const slots = useSlots();
  // Pictures are large and change nothing of the time.
  const request = useMemo(() => withCopies(toRequest(settled, NO_PICTURES), settled.copies), [settled]);
  // Each job that has ended teaches how long the next one takes.
  const load = queue ? [queue.jobs.pending, queue.jobs.processing, queue.jobs.completed] : [];
  const { data } = useQuery({
    queryKey: keys.estimate({ request, load, slots, paused: queue?.paused }),
    queryFn: async ({ signal }) => {
      const more = { ...request, bulk_quantity: settled.copies + Math.max(1, slots) };
      const [asked, turn] = await Promise.all([tryBulk(request, signal), tryBulk(more, signal)]);
      return { asked, estimate: splitEstimate(asked.eta, turn.eta) };
    },
    enabled: slots > 0,
    staleTime: 15_000,
    retry: false,
    placeholderData: (before) => before,
  });
  useShowProblems(data?.asked);
  return data?.estimate ?? null;
}

function useSlots(): number {
  return useCandidates()
    .filter(({ not_available: reason }) => reason === null)
    .reduce((sum, { max_concurrent_jobs: slots }) => sum + slots, 0);
}

function useShowProblems(answer: DryRun | undefined): void {
  useEffect(() => {
    if (!answer) return;
    const fields = Object.fromEntries(answer.problems.map(({ path, message }) => [path, message]));
    setProblems(problemsOfFields(fields));
  }, [answer]);
}
