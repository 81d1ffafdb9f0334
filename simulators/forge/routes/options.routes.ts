import { jsonAnswer } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { setOptions } from '../option-rules.js';
import { pause } from '../pause.js';
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

/** On A1111 a change of checkpoint waits for the running job and loads the model in this request. */
async function postOptions({ life, host, body, request }: Exchange): Promise<Answer> {
  const { dialect, loadMs } = host.settings;
  const values = parseDict(dialect, parseBody(dialect, body, request.headers['content-type']));
  const before = life.options.get('sd_model_checkpoint');
  setOptions(host.settings, life, values);
  const mayLoad = dialect.loadsEagerly && typeof values['sd_model_checkpoint'] === 'string';
  if (!mayLoad || !needsLoad(life)) return jsonAnswer(null);
  try {
    await life.lock.run(() => life.slot.ensure(() => pause(loadMs, life.signal)));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    // As A1111: the failure goes to its log only, the option goes back, the client hears nothing.
    life.options.note('sd_model_checkpoint', before);
  }
  life.options.save();
  return jsonAnswer(null);
}

function needsLoad(life: Exchange['life']): boolean {
  return life.library.select(life.options.get('sd_model_checkpoint')) !== life.slot.checkpoint;
}
