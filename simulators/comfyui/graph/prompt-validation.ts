import type { NodeClass, ServerLists, ValidationContext } from '../nodes/node-class.js';
import { pythonStr } from '../python-str.js';
import type { Settings } from '../simulator-options.js';
import { classOf } from './graph.js';
import type { Graph } from './graph.js';
import { NodeValidation } from './node-validation.js';
import { ValidationException, problem, traceLine } from './validation-problem.js';
import type { NodeProblem, PromptProblem } from './validation-problem.js';

/** What validation needs to know of the server. */
export interface ValidationServer extends ValidationContext {
  settings: Settings;
  nodes: ReadonlyMap<string, NodeClass>;
  lists: ServerLists;
}

export type NodeErrors = Record<
  string,
  { errors: NodeProblem[]; dependent_outputs: string[]; class_type: string }
>;

export type Verdict =
  { outputs: string[]; nodeErrors: NodeErrors } | { error: PromptProblem; nodeErrors: NodeErrors };

/**
 * Checks a graph as POST /prompt does: the class of every node, then every output node with all that
 * it needs. One valid output is enough; the others are dropped and told of.
 */
export function validatePrompt(graph: Graph, server: ValidationServer, targets: string[] | null): Verdict {
  const unknown = firstUnknownClass(graph, server);
  if (unknown) return { error: unknown, nodeErrors: {} };
  const outputs = [...graph.keys()].filter(
    (id) => server.nodes.get(classOf(graph, id))?.isOutput && (targets === null || targets.includes(id)),
  );
  if (outputs.length === 0)
    return { error: problem('prompt_no_outputs', 'Prompt has no outputs', ''), nodeErrors: {} };
  return validateOutputs(graph, server, outputs);
}

function validateOutputs(graph: Graph, server: ValidationServer, outputs: string[]): Verdict {
  const validation = new NodeValidation(graph, server);
  const nodeErrors: NodeErrors = {};
  const good: string[] = [];
  const ofOutputs: NodeProblem[] = [];
  for (const output of outputs) {
    const { isValid, problems } = checkOutput(validation, output);
    if (isValid) good.push(output);
    else {
      ofOutputs.push(...problems);
      collectErrors(graph, validation, output, nodeErrors);
    }
  }
  if (good.length > 0) return { outputs: good, nodeErrors };
  const details = ofOutputs.map((one) => `${one.message}: ${one.details}`).join('\n');
  const message = 'Prompt outputs failed validation';
  return { error: problem('prompt_outputs_failed_validation', message, details), nodeErrors };
}

function checkOutput(
  validation: NodeValidation,
  output: string,
): { isValid: boolean; problems: NodeProblem[] } {
  try {
    return validation.check(output);
  } catch (error) {
    if (!(error instanceof ValidationException)) throw error;
    const code = 'm = await validate_inputs(prompt_id, prompt, o, validated)';
    const outer = traceLine({ line: 1184, where: 'validate_prompt' }, code, code.slice(4));
    const found = problem('exception_during_validation', 'Exception when validating node', error.message, {
      exception_type: error.pythonClass,
      traceback: [outer, ...error.traceback],
    });
    validation.fail(output, [found]);
    return { isValid: false, problems: [found] };
  }
}

/** Nodes that are invalid only because of others have no errors of their own and are left out. */
function collectErrors(graph: Graph, validation: NodeValidation, output: string, into: NodeErrors): void {
  for (const [nodeId, { isValid, problems }] of validation.results) {
    if (isValid || problems.length === 0) continue;
    into[nodeId] ??= { errors: problems, dependent_outputs: [], class_type: classOf(graph, nodeId) };
    into[nodeId].dependent_outputs.push(output);
  }
}

function firstUnknownClass(graph: Graph, { nodes, settings }: ValidationServer): PromptProblem | null {
  for (const [id, node] of graph) {
    const meta = node.get('_meta');
    const title = meta instanceof Map ? meta.get('title') : undefined;
    const details = `Node ID '#${id}'`;
    const isMissing = !node.has('class_type');
    const className = node.get('class_type');
    if (!isMissing && typeof className === 'string' && nodes.has(className)) continue;
    if (!settings.can.missingNodeType)
      return problem(
        'invalid_prompt',
        isMissing
          ? 'Cannot execute because a node is missing the class_type property.'
          : `Cannot execute because node ${pythonStr(className)} does not exist.`,
        details,
      );
    return isMissing
      ? missingType(
          `Node '${pythonStr(title ?? `ID #${id}`)}' has no class_type. The workflow may be corrupted or a custom node is missing.`,
          { node_id: id, class_type: null, node_title: title ?? null },
          details,
        )
      : missingType(
          `Node '${pythonStr(title ?? className)}' not found. The custom node may not be installed.`,
          { node_id: id, class_type: className, node_title: title ?? className },
          details,
        );
  }
  return null;
}

function missingType(message: string, extra: Record<string, unknown>, details: string): PromptProblem {
  return problem('missing_node_type', message, details, extra);
}
