import { describeInput, inputsOf } from '../nodes/node-class.js';
import type { InputSpec, NodeClass } from '../nodes/node-class.js';
import { isDict } from '../python-json.js';
import type { Dict, Json } from '../python-json.js';
import { pythonReprOf, pythonStr } from '../python-str.js';
import { classOf } from './graph.js';
import type { Graph } from './graph.js';
import { checkLiteral } from './literal-check.js';
import type { ValidationServer } from './prompt-validation.js';
import { typesFit } from './type-fit.js';
import { ValidationException, problem, traceLine } from './validation-problem.js';
import type { NodeProblem } from './validation-problem.js';

export interface NodeResult {
  isValid: boolean;
  problems: NodeProblem[];
}

const INSIDE = 'validate_inputs';

/** Checks nodes with everything they need, each once. Literals are changed into their types on the way. */
export class NodeValidation {
  readonly results = new Map<string, NodeResult>();
  private readonly visiting: string[] = [];

  constructor(
    private readonly graph: Graph,
    private readonly server: ValidationServer,
  ) {}

  fail(nodeId: string, problems: NodeProblem[]): void {
    this.results.set(nodeId, { isValid: false, problems });
  }

  /** @throws ValidationException as the server's own code does on graphs it did not expect */
  check(nodeId: string): NodeResult {
    const known = this.results.get(nodeId);
    if (known) return known;
    if (this.visiting.includes(nodeId)) return this.failCycle(nodeId);
    const node = this.classOfNode(nodeId);
    const inputs = this.inputsOfNode(nodeId);
    const problems: NodeProblem[] = [];
    let isValid = true;
    for (const [name, spec, part] of inputsOf(node)) {
      const value = inputs.get(name);
      if (value === undefined) {
        if (part === 'required')
          problems.push(
            problem('required_input_missing', 'Required input is missing', name, { input_name: name }),
          );
      } else if (Array.isArray(value)) {
        const found = this.checkLink(nodeId, node, name, spec, value);
        if (found === false) isValid = false;
        else if (found) problems.push(found);
      } else {
        const found = checkLiteral(node, inputs, name, spec, this.server.lists);
        if (found) problems.push(found);
      }
    }
    problems.push(...this.ownChecks(node, inputs));
    // A cycle that led back here has already said what is wrong.
    const result = this.results.get(nodeId) ?? { isValid: isValid && problems.length === 0, problems };
    this.results.set(nodeId, result);
    return result;
  }

  /** A problem of this link; false when what it leads to is invalid; null when all is well. */
  private checkLink(
    nodeId: string,
    node: NodeClass,
    name: string,
    spec: InputSpec,
    value: Json[],
  ): NodeProblem | false | null {
    const config = describeInput(spec, node, this.server.lists);
    if (value.length !== 2)
      return problem(
        'bad_linked_input',
        'Bad linked input, must be a length-2 list of [node_id, slot_index]',
        name,
        { input_name: name, input_config: config, received_value: value },
      );
    const [target, slot] = value;
    const type = this.outputType(target, slot);
    const wanted = spec.kind === 'choice' ? 'COMBO' : spec.type;
    if (!typesFit(type, wanted))
      return problem(
        'return_type_mismatch',
        'Return type mismatch between linked nodes',
        `${name}, received_type(${type}) mismatch input_type(${wanted})`,
        { input_name: name, input_config: config, received_type: type, linked_node: value },
      );
    return this.checkTarget(nodeId, pythonStr(target), { name, config, value });
  }

  private checkTarget(
    nodeId: string,
    target: string,
    link: { name: string; config: unknown; value: Json[] },
  ): false | null {
    this.visiting.push(nodeId);
    try {
      return this.check(target).isValid ? null : false;
    } catch (error) {
      if (!(error instanceof ValidationException)) throw error;
      const code = 'r = await validate_inputs(prompt_id, prompt, o_id, validated, visiting)';
      const message = 'Exception when validating inner node';
      const found = problem('exception_during_inner_validation', message, error.message, {
        input_name: link.name,
        input_config: link.config,
        exception_message: error.message,
        exception_type: error.pythonClass,
        traceback: [traceLine({ line: 955, where: INSIDE }, code, code.slice(4)), ...error.traceback],
        linked_node: link.value,
      });
      this.fail(target, [found]);
      return false;
    } finally {
      this.visiting.pop();
    }
  }

  private outputType(target: Json | undefined, slot: Json | undefined): string {
    const node = typeof target === 'string' ? this.graph.get(target) : undefined;
    if (!node) {
      const trace = traceLine(
        { line: 933, where: INSIDE },
        "o_class_type = prompt[o_id]['class_type']",
        'prompt[o_id]',
        6,
      );
      throw new ValidationException('KeyError', pythonReprOf(target), [trace]);
    }
    const { outputs } = this.classOfNode(pythonStr(target));
    const at = { line: 935, where: INSIDE };
    const trace = traceLine(at, 'received_type = r[val[1]]', 'r[val[1]]', 1);
    if (typeof slot !== 'number' || !Number.isInteger(slot))
      throw new ValidationException('TypeError', 'tuple indices must be integers or slices, not str', [
        trace,
      ]);
    const type = outputs.at(slot);
    if (type === undefined) throw new ValidationException('IndexError', 'tuple index out of range', [trace]);
    return type;
  }

  private failCycle(nodeId: string): NodeResult {
    const path = [...this.visiting.slice(this.visiting.indexOf(nodeId)), nodeId];
    const nodes = [...new Set(path)];
    const details = path.map((id) => `${id} (${classOf(this.graph, id)})`).join(' -> ');
    for (const id of nodes) {
      const extra = { node_id: id, cycle_nodes: nodes };
      this.fail(id, [problem('dependency_cycle', 'Dependency cycle detected', details, extra)]);
    }
    return this.results.get(nodeId) as NodeResult;
  }

  /** What a node checks itself, e.g. whether an image is there. Links are not looked at. */
  private ownChecks(node: NodeClass, inputs: Dict): NodeProblem[] {
    return Object.entries(node.validate).flatMap(([name, check]) => {
      const value = inputs.get(name);
      if (value === undefined || Array.isArray(value)) return [];
      const verdict = check(value, this.server);
      if (verdict === true) return [];
      const message = 'Custom validation failed for node';
      return [problem('custom_validation_failed', message, `${name} - ${verdict}`, { input_name: name })];
    });
  }

  private classOfNode(nodeId: string): NodeClass {
    return this.server.nodes.get(classOf(this.graph, nodeId)) as NodeClass;
  }

  private inputsOfNode(nodeId: string): Dict {
    const inputs = this.graph.get(nodeId)?.get('inputs');
    if (isDict(inputs)) return inputs;
    const code = "inputs = prompt[unique_id]['inputs']";
    const trace = traceLine({ line: 870, where: INSIDE }, code, code.slice(9), 17);
    throw new ValidationException('KeyError', "'inputs'", [trace]);
  }
}
