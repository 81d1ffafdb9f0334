// Names that a DTO does not have. The validation pipe drops them without a word, which is right for clients older or
// newer than us; where a name that nobody reads would change what a request means, it is refused instead.
import { getMetadataStorage } from 'class-validator';
import { InvalidRequestError } from './errors.js';
import { isJsonObject } from './json.js';

type DtoClass = abstract new () => object;

/** @throws InvalidRequestError naming what is not known, and what is */
export function refuseUnknownFields(dto: DtoClass, sent: unknown, prefix = ''): void {
  if (!isJsonObject(sent)) return;
  const known = fieldsOf(dto);
  const unknown = Object.keys(sent).filter((name) => !known.has(name));
  if (!unknown.length) return;
  const message = `is not known here; known are ${[...known].sort().join(', ')}`;
  const problems = unknown.map((name) => ({ path: `${prefix}${name}`, message }));
  throw new InvalidRequestError(problems.map(({ path }) => `${path}: ${message}`).join('; '), problems);
}

function fieldsOf(dto: DtoClass): Set<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return new Set(rules.map((rule) => rule.propertyName));
}
