import { pythonFloat, pythonRepr } from '../../common/python-text.js';
import { choicesOf, describeInput } from '../nodes/node-class.js';
import type { InputSpec, NodeClass, ServerLists } from '../nodes/node-class.js';
import { isDict } from '../python-json.js';
import type { Dict, Json } from '../python-json.js';
import { pythonReprOf, pythonStr } from '../python-str.js';
import { convert } from './conversion.js';
import { problem } from './validation-problem.js';
import type { NodeProblem } from './validation-problem.js';

/** Turns a literal into the type of its input and checks it; what it becomes is what history shows. */
export function checkLiteral(
  node: NodeClass,
  inputs: Dict,
  name: string,
  spec: InputSpec,
  lists: ServerLists,
): NodeProblem | null {
  const value = unwrap(inputs, name);
  const config = describeInput(spec, node, lists);
  const about = { input_name: name, input_config: config };
  if (spec.kind === 'choice') return node.validate[name] ? null : checkChoice(spec, lists, value, about);
  const converted = convert(value, spec.type);
  if ('failure' in converted)
    return problem(
      'invalid_input_type',
      `Failed to convert an input value to a ${spec.type} value`,
      `${name}, ${pythonStr(value)}, ${converted.failure}`,
      { ...about, received_value: value, exception_message: converted.failure },
    );
  inputs.set(name, converted.value);
  return node.validate[name] ? null : checkRange(spec, converted.value, about);
}

interface About {
  input_name: string;
  input_config: unknown[];
}

/** A list that is meant literally comes as `{"__value__": [...]}`. */
function unwrap(inputs: Dict, name: string): Json {
  const value = inputs.get(name) ?? null;
  if (!isDict(value) || !value.has('__value__')) return value;
  const inner = value.get('__value__') ?? null;
  inputs.set(name, inner);
  return inner;
}

function checkRange(spec: InputSpec & { kind: 'value' }, value: Json, about: About): NodeProblem | null {
  if (typeof value !== 'number' && typeof value !== 'bigint') return null;
  const shown = (number: number | bigint): string =>
    spec.type === 'FLOAT' ? pythonFloat(Number(number)) : String(number);
  const told = { ...about, received_value: value };
  const { min, max } = spec.options ?? {};
  if (isNumeric(min) && value < min)
    return problem(
      'value_smaller_than_min',
      `Value ${shown(value)} smaller than min of ${shown(min)}`,
      about.input_name,
      told,
    );
  if (isNumeric(max) && value > max)
    return problem(
      'value_bigger_than_max',
      `Value ${shown(value)} bigger than max of ${shown(max)}`,
      about.input_name,
      told,
    );
  return null;
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Long lists are not sent back. */
function checkChoice(
  spec: InputSpec & { kind: 'choice' },
  lists: ServerLists,
  value: Json,
  about: About,
): NodeProblem | null {
  const choices = choicesOf(spec, lists);
  if (typeof value === 'string' && choices.includes(value)) return null;
  const isLong = choices.length > 20;
  const shown = isLong ? `(list of length ${choices.length})` : `[${choices.map(pythonRepr).join(', ')}]`;
  return problem(
    'value_not_in_list',
    'Value not in list',
    `${about.input_name}: ${pythonReprOf(value)} not in ${shown}`,
    {
      input_name: about.input_name,
      input_config: isLong ? null : about.input_config,
      received_value: value,
    },
  );
}
