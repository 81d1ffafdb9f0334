// Names that a DTO does not have. The validation pipe drops them without a word, which is right for clients older or
// newer than us; where a name that nobody reads would change what a request means, it is refused instead.
import { getMetadataStorage } from 'class-validator';
import { InvalidRequestError, type FieldProblem } from './errors.js';
import { isJsonObject } from './json.js';

type DtoClass = abstract new () => object;

/** @throws InvalidRequestError naming what is not known, and what is */
export function refuseUnknownFields(dto: DtoClass, sent: unknown, prefix = ''): void {
  const problems = unknownFields(dto, sent, prefix);
  if (!problems.length) return;
  throw new InvalidRequestError(
    problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
    problems,
  );
}

/** What is not known, and what is; none for what is no object. */
export function unknownFields(dto: DtoClass, sent: unknown, prefix = ''): FieldProblem[] {
  if (!isJsonObject(sent)) return [];
  const known = fieldsOf(dto);
  const message = `is not known here; known are ${[...known].sort().join(', ')}`;
  const unknown = Object.keys(sent).filter((name) => !known.has(name));
  return unknown.map((name) => ({ path: `${prefix}${name.slice(0, 100)}`, message }));
}

function fieldsOf(dto: DtoClass): Set<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return new Set(rules.map((rule) => rule.propertyName));
}
