import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { changeOptions } from '../option-change.js';
import { PythonError } from '../python-errors.js';
import { parseBody, parseDict } from '../request-body.js';
import { sdapi } from '../router.js';
import type { Exchange, Route } from '../router.js';

/** GET and POST /sdapi/v1/options. */
export const optionRoutes: readonly Route[] = [
  sdapi('GET', 'options', getOptions),
  sdapi('POST', 'options', postOptions),
];

/** Fails as a whole when one stored value has the wrong type (seen on both servers). */
function getOptions({ life, host }: Exchange): Answer {
  const misfit = life.options.misfit();
  if (!misfit) return jsonAnswer(life.options.all());
  if (!host.settings.dialect.hasModules) {
    const where = `response -> ${misfit.key}\n  value is not a valid float (type=type_error.float)`;
    throw new PythonError('ValidationError', `1 validation error for Options\n${where}`);
  }
  const message = `1 validation errors:\n  {'type': 'float_parsing', 'loc': ('response', '${misfit.key}'), 'msg': 'Input should be a valid number, unable to parse string as a number', 'input': '${String(misfit.value)}', 'url': 'https://errors.pydantic.dev/2.10/v/float_parsing'}\n`;
  return jsonAnswer({ error: 'ResponseValidationError', detail: '', body: life.options.all(), message }, 500);
}

async function postOptions({ life, host, body, request }: Exchange): Promise<Answer> {
  const { dialect } = host.settings;
  const values = parseDict(dialect, parseBody(dialect, body, request.headers['content-type']));
  await changeOptions(host.settings, life, values);
  return jsonAnswer(null);
}
