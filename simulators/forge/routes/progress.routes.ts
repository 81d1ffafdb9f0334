import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { sdapi } from '../router.js';
import type { Exchange, Route } from '../router.js';

/** GET /sdapi/v1/progress and the calls that influence the running job. */
export const progressRoutes: readonly Route[] = [
  sdapi('GET', 'progress', progress),
  sdapi('POST', 'interrupt', ({ life }) => {
    life.progress.record.interrupted = true;
    return jsonAnswer({});
  }),
  sdapi('POST', 'skip', ({ life }) => {
    life.progress.record.skipped = true;
    return jsonAnswer(null);
  }),
];

/** About whatever runs now, whoever's it is. While a model loads job_count is -1 and the value 0.01. */
async function progress({ life, query }: Exchange): Promise<Answer> {
  const { record, startedAt } = life.progress;
  const idle = { progress: 0, eta_relative: 0, state: { ...record }, current_image: null, textinfo: null };
  if (record.job_count === 0) return jsonAnswer(idle);
  const share = 0.01 + life.progress.share();
  const elapsed = (Date.now() - startedAt) / 1000;
  const skipsImage = /^(true|1|yes|on|t|y)$/i.test(query.get('skip_current_image') ?? '');
  const preview = await currentPreview(life.options.number('show_progress_every_n_steps'), life);
  return jsonAnswer({
    progress: Math.min(1, share),
    eta_relative: elapsed / share - elapsed,
    state: { ...record },
    current_image: skipsImage ? null : (preview?.toString('base64') ?? null),
    textinfo: null,
  });
}

async function currentPreview(everySteps: number, life: Exchange['life']): Promise<Buffer | null> {
  return life.options.flag('live_previews_enable') ? life.progress.currentPreview(everySteps) : null;
}
