import { useMutation } from '@tanstack/react-query';
import { keys } from '../../../api/keys';
import { ApiProblem } from '../../../api/problem';
import { sendBulk, sendJob, type BulkBody } from '../../../api/queries/generate';
import { queryClient } from '../../../api/query-client';
import { toast } from '../../../components/toast';
import { draftNow, morePicturesNow, pictureNow, setProblems, strokesNow } from '../draft/draft-store';
import { chosenOf } from '../draft/run';
import { NO_PICTURES, toRequest, type GenerateRequest, type SentPictures } from '../draft/to-request';
import { isPictureField } from '../draft/workflow-params';
import { renderMask } from '../image/render-mask';
import { hasMask } from '../image/strokes';
import { addToSitting } from '../results/sitting';
import { problemsOfFields } from './field-problems';
import { withCopies } from './copies';

/** What would be sent now, pictures and all. */
export function requestNow(): GenerateRequest {
  const draft = draftNow();
  const run = chosenOf(draft);
  const takesPictures = run ? run.form.some(isPictureField) : draft.mode !== 'text';
  return toRequest(draft, takesPictures ? picturesNow() : NO_PICTURES);
}

function picturesNow(): SentPictures {
  const picture = pictureNow();
  const strokes = strokesNow();
  const more = Object.entries(morePicturesNow()).map(([name, { data }]) => [name, data]);
  return {
    init: picture?.data ?? null,
    mask: picture && hasMask(strokes) ? renderMask(strokes, picture.width, picture.height) : null,
    more: Object.fromEntries(more) as Record<string, string>,
  };
}

/** One job, or as many as the form says; refusals show at their fields. */
export const useSubmit = () =>
  useMutation({
    mutationFn: async () => {
      const { copies } = draftNow();
      if (copies > 1) return queueBulk(withCopies(requestNow(), copies));
      const { job_id: id } = await sendJob(requestNow());
      addToSitting({ kind: 'job', id });
      return 1;
    },
    onSuccess: afterQueueing,
    onError: showProblems,
    meta: { quiet: true },
  });

/** @returns how many jobs it is */
export async function queueBulk(body: BulkBody): Promise<number> {
  const { bulk_job_id: id, total_jobs: jobs } = await sendBulk(body);
  addToSitting({ kind: 'bulk', id });
  return jobs;
}

export function afterQueueing(): void {
  setProblems({});
  void queryClient.invalidateQueries({ queryKey: keys.promptHistory });
}

export function showProblems(error: Error): void {
  const fields = error instanceof ApiProblem ? problemsOfFields(error.fields) : {};
  if (Object.keys(fields).length) setProblems(fields);
  else toast.problem(error);
}
