import { callFunction } from '../gradio/call-function.js';
import type { UiFunction } from '../gradio/interface/ui-function.js';
import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { LifeEnded, PythonError } from '../python-errors.js';
import type { Exchange, Route } from '../router.js';
import { functionWith, readPredictBody } from './gradio-queue.routes.js';
import { appOf, rootOf } from './gradio-web.routes.js';

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
  const fn = index !== null ? functionWith(exchange, index) : named(exchange, name);
  if (!fn) return jsonAnswer({ error: `This app has no endpoint /api/${name}/.` }, 500);
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

/** Gradio 3 has no names for what the servers do. */
function named(exchange: Exchange, name: string): UiFunction | undefined {
  if (!exchange.host.settings.dialect.streamsResults) return undefined;
  const fn = appOf(exchange).ui.functions.find((one) => one.apiName === name);
  if (fn) return fn;
  throw new PythonError('InvalidApiNameError', `Could not infer function index for API name: ${name}`);
}
