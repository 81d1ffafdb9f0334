import { jsonAnswer } from '../http-answer.js';
import { parseBody, parseModel } from '../request-body.js';
import { sdapi } from '../router.js';
import type { Handler, Route } from '../router.js';

/** Refreshing, unloading, interrogating. Refreshes take the queue lock: they wait for a running job. */
const refresh: Handler = ({ life }) => life.lock.run(async () => jsonAnswer(null));

export const controlRoutes: readonly Route[] = [
  sdapi('POST', 'refresh-checkpoints', refresh),
  sdapi('POST', 'refresh-vae', refresh),
  sdapi('POST', 'refresh-embeddings', refresh),
  sdapi('POST', 'unload-checkpoint', ({ life }) => {
    life.slot.unload();
    return jsonAnswer({});
  }),
  sdapi('POST', 'reload-checkpoint', ({ life }) => {
    life.slot.bringBack();
    return jsonAnswer({});
  }),
  sdapi('POST', 'interrogate', ({ host, life, body, request }) => {
    const { dialect } = host.settings;
    const parsed = parseBody(dialect, body, request.headers['content-type']);
    parseModel(dialect, [{ name: 'image', type: 'str', default: '', nullable: false }], parsed);
    return life.lock.run(async () => jsonAnswer({ caption: 'a simulated picture' }));
  }),
];
