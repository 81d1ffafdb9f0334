import { jsonAnswer, textAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { takeKnob } from '../knobs.js';
import { pause } from '../../common/pause.js';
import { parseBody, parseModel } from '../request-body.js';
import type { Exchange, Route } from '../router.js';
import type { Field } from '../validation/validator.js';

/** The /internal/* routes of the web UI: no password, absent with --nowebui. */
function internal(method: 'GET' | 'POST', name: string, handle: Route['handle']): Route {
  return { method, path: `/internal/${name}`, handle, needsThread: true };
}

export const internalRoutes: readonly Route[] = [
  internal('GET', 'ping', ping),
  internal('GET', 'pending-tasks', ({ life }) => {
    const tasks = life.tasks.waiting();
    return jsonAnswer({ size: tasks.length, tasks });
  }),
  internal('POST', 'progress', taskProgress),
  internal('GET', 'profile-startup', ({ life }) =>
    jsonAnswer(
      life.isReady
        ? { total: 18.7, records: { launcher: 0.46, 'import torch': 6.13, 'app_started callback': 0.02 } }
        : null,
    ),
  ),
  internal('GET', 'quicksettings-hint', () => jsonAnswer([])),
  internal('GET', 'sysinfo', ({ host }) => {
    const { version } = host.settings.dialect;
    return textAnswer(
      JSON.stringify({ Platform: 'simulated', Version: version }, null, 4),
      'text/plain; charset=utf-8',
    );
  }),
];

async function ping({ host, life }: Exchange): Promise<Answer> {
  await pause(takeKnob(host.knobs, 'slowPingMs') ?? 0, life.signal);
  return jsonAnswer({});
}

/** id_task may be missing (it then equals "nothing runs", also null), but on Forge not null. */
function progressFields(acceptsNull: boolean): Field[] {
  return [
    { name: 'id_task', type: 'str', default: null, nullable: acceptsNull },
    { name: 'id_live_preview', type: 'int', default: -1, nullable: false },
    { name: 'live_preview', type: 'bool', default: true, nullable: false },
  ];
}

async function taskProgress({ host, life, body, request }: Exchange): Promise<Answer> {
  const { dialect } = host.settings;
  const parsed = parseBody(dialect, body, request.headers['content-type']);
  const fields = parseModel(dialect, progressFields(!dialect.hasModules), parsed);
  const id = fields['id_task'] as string | null;
  const waiting = life.tasks.waiting();
  const flags = {
    active: id === life.tasks.current,
    queued: id !== null && waiting.includes(id),
    completed: life.tasks.isFinished(id),
  };
  if (flags.active) return jsonAnswer({ ...flags, ...(await activeProgress(life, fields)) });
  return jsonAnswer({
    ...flags,
    progress: null,
    eta: null,
    live_preview: null,
    id_live_preview: -1,
    textinfo: flags.queued ? `In queue: ${waiting.indexOf(id ?? '') + 1}/${waiting.length}` : 'Waiting...',
  });
}

async function activeProgress(life: Exchange['life'], fields: Record<string, unknown>): Promise<object> {
  const share = life.progress.share();
  const elapsed = (Date.now() - life.progress.startedAt) / 1000;
  const seen = fields['id_live_preview'] as number;
  const wantsPreview = fields['live_preview'] === true && life.options.flag('live_previews_enable');
  const preview = wantsPreview
    ? await life.progress.currentPreview(life.options.number('show_progress_every_n_steps'))
    : null;
  const isNew = preview !== null && life.progress.livePreviewId !== seen;
  return {
    progress: share,
    eta: share > 0 ? elapsed / share - elapsed : null,
    live_preview: isNew ? `data:image/png;base64,${preview.toString('base64')}` : null,
    id_live_preview: isNew ? life.progress.livePreviewId : seen,
    textinfo: null,
  };
}
