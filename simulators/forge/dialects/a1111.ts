import { PythonError } from '../python-errors.js';
import { pydantic1 } from '../validation/pydantic-1.js';
import type { Dialect } from './dialect.js';
import { a1111Scripts, a1111Upscalers } from './extra-lists.js';
import { a1111OptionDefaults } from './option-defaults.js';
import { img2imgFields, txt2imgFields } from './request-fields.js';
import { a1111Samplers, a1111Schedulers } from './sampling-lists.js';

/** AUTOMATIC1111 v1.10.1. */
export const a1111: Dialect = {
  name: 'a1111',
  version: 'v1.10.1',
  gradioVersion: '3.41.2',
  streamsResults: false,
  openApiVersion: '3.0.2',
  validator: pydantic1,
  txt2imgFields: txt2imgFields(false),
  img2imgFields: img2imgFields(false),
  samplers: a1111Samplers,
  schedulers: a1111Schedulers,
  upscalers: a1111Upscalers,
  scripts: a1111Scripts,
  optionDefaults: a1111OptionDefaults,
  extraHeaders: { 'x-process-time': '0.0011' },
  errorBody: (error) => ({ error: error.pythonClass, detail: '', body: '', errors: error.message }),
  httpExceptionBody: (detail, text) => ({ error: 'HTTPException', detail, body: '', errors: text }),
  // Its exception handler builds a new response and loses the headers (WWW-Authenticate among them).
  httpExceptionHeaders: () => ({}),
  loadsEagerly: true,
  missingLoraDropsAll: false,
  nanIsAnError: true,
  hidesInfotextInAlpha: false,
  hasModules: false,
  acceptsInfotext: true,
  failedLoadPoisons: false,
  brokenModelError: new PythonError('SafetensorError', 'Error while deserializing header: HeaderTooLarge'),
  clipSkipError: () =>
    new PythonError('TypeError', "'<=' not supported between instances of 'str' and 'int'"),
};
