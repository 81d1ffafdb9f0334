import { PythonError } from '../python-errors.js';
import { pythonRepr } from '../../common/python-text.js';
import { pydantic2 } from '../validation/pydantic-2.js';
import type { Dialect } from './dialect.js';
import { forgeScripts, forgeUpscalers } from './extra-lists.js';
import { forgeOptionDefaults } from './option-defaults.js';
import { img2imgFields, txt2imgFields } from './request-fields.js';
import { forgeSamplers, forgeSchedulers } from './sampling-lists.js';

/** Forge main as of June 2025 (commit dfdcbab6). */
export const forge: Dialect = {
  name: 'forge',
  version: 'f2.0.1v1.10.1-previous-669-gdfdcbab6',
  gradioVersion: '4.40.0',
  streamsResults: true,
  openApiVersion: '3.1.0',
  validator: pydantic2,
  txt2imgFields: txt2imgFields(true),
  img2imgFields: img2imgFields(true),
  samplers: forgeSamplers,
  schedulers: forgeSchedulers,
  upscalers: forgeUpscalers,
  scripts: forgeScripts,
  optionDefaults: forgeOptionDefaults,
  extraHeaders: {},
  errorBody: (error) => ({ error: error.pythonClass, detail: '', body: '', message: error.message }),
  httpExceptionBody: (detail) => ({ detail }),
  httpExceptionHeaders: (headers) => headers,
  loadsEagerly: false,
  missingLoraDropsAll: true,
  nanIsAnError: false,
  hidesInfotextInAlpha: true,
  hasModules: true,
  acceptsInfotext: false,
  failedLoadPoisons: true,
  brokenModelError: new PythonError('ValueError', 'Failed to recognize model type!'),
  clipSkipError: (value) =>
    new PythonError('ValueError', `invalid literal for int() with base 10: ${pythonRepr(String(value))}`),
};
