import { badGateway, garbageAtDoor, noJson } from '../garbage.js';
import { callFunction } from '../gradio/call-function.js';
import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { LifeEnded } from '../../common/life-ended.js';
import { PythonError } from '../python-errors.js';
import type { Exchange, Route } from '../router.js';
import { functionNamed, functionWith, readPredictBody } from './gradio-queue.routes.js';
import { rootOf } from './gradio-web.routes.js';

/** Calls past Gradio's queue: they run at once, and meet the others at the queue lock only. */
export const callRoutes: readonly Route[] = ['/run/*', '/api/*'].map((path): Route => ({
  method: 'POST',
  path,
  needsLogin: true,
  handle: predict,
}));

async function predict(exchange: Exchange): Promise<Answer> {
  const { host, life, client, requestedAt } = exchange;
  const { fn_index: index, data: values } = readPredictBody(exchange);
  const name = exchange.path.replace(/^\/(run|api)\//, '').replace(/\/$/, '');
  const hasNames = host.settings.dialect.streamsResults;
  if (index === null && !hasNames)
    return jsonAnswer({ error: `This app has no endpoint /api/${name}/.` }, 500);
  const fn = index === null ? functionNamed(exchange, name) : functionWith(exchange, index);
  const garbage = fn.python.endsWith('2img') ? garbageAtDoor(host.knobs) : null;
  if (garbage) return garbage === 'html502' ? badGateway : noJson;
  try {
    const inform = (): void => undefined;
    return jsonAnswer(
      await callFunction(fn, { host, life, values, client, requestedAt, root: rootOf(exchange), inform }),
    );
  } catch (error) {
    if (error instanceof LifeEnded || !(error instanceof PythonError)) throw error;
    return jsonAnswer({ error: null }, 500);
  }
}
