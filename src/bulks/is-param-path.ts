import { ValidateBy } from 'class-validator';
import { isParamPath } from './param-path.js';

export function IsParamPath(): PropertyDecorator {
  const message =
    'must be the name of a parameter, or the way to one with dots (alwayson_scripts.ControlNet.args.0)';
  return ValidateBy({
    name: 'isParamPath',
    validator: { validate: isParamPath, defaultMessage: () => message },
  });
}
