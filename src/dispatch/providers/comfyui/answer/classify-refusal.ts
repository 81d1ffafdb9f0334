// What the server says of a graph that it does not take: node by node, and what that means for the job.
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { didYouMean, suggest } from '../../../../common/suggestions.js';
import { DispatchError } from '../../../contract/index.js';
import { sayNode, type ComfyGraph } from '../workflow/graph.js';

export interface NodeProblem {
  node: string;
  class_type: string;
  input: string | null;
  type: string;
  /** A sentence. */
  message: string;
}

/** Another server may have the file, the node, the room. */
const MODEL_INPUTS: [RegExp, string][] = [
  [/^(ckpt_name|unet_name)$/, 'model_not_found'],
  [/^lora_name/, 'lora_not_found'],
  [/^(vae_name|clip_name)/, 'module_not_found'],
  [/^model_name$/, 'upscaler_not_found'],
  [/^sampler_name$/, 'sampler_not_found'],
  [/^scheduler$/, 'scheduler_not_found'],
  [/^control_net_name$/, 'controlnet_not_found'],
];
const MOST_PROBLEMS = 50;
const MOST_CHARS = 600;

/** `json`: the body of a 400 of POST /prompt. */
export function classifyRefusal(json: JsonObject, graph: ComfyGraph): DispatchError {
  const error = isJsonObject(json['error']) ? json['error'] : {};
  const type = text(error['type']);
  const nodes = nodeProblems(json['node_errors'], graph);
  const [message, details] = [text(error['message']), text(error['details'])];
  const serverMessage = [message, details].filter(Boolean).join(': ');
  if (type === 'missing_node_type' || (type === 'invalid_prompt' && /does not exist/.test(message)))
    return refuse(
      'node_not_found',
      `This server lacks a node of the workflow: ${sentence(serverMessage)}`,
      true,
    );
  if (nodes.length === 0)
    return refuse('invalid_workflow', `The server refuses the workflow: ${sentence(serverMessage)}`, false);
  const missing = nodes.find((problem) => problem.type === 'value_not_in_list');
  const code = missing ? codeOf(missing.input) : 'invalid_workflow';
  const said = nodes
    .slice(0, 5)
    .map((problem) => problem.message)
    .join(' ');
  return refuse(code, `The server refuses the workflow: ${said}`, missing !== undefined);

  function refuse(code: string, words: string, elsewhere: boolean): DispatchError {
    return new DispatchError('permanent', words.slice(0, 4000), {
      code,
      elsewhere,
      serverMessage,
      details: { nodes },
    });
  }
}

/** Of `node_errors`, also of a 200: outputs that are dropped while the others run. Old versions send a list when empty. */
export function nodeProblems(value: unknown, graph: ComfyGraph): NodeProblem[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .flatMap(([node, entry]) => (isJsonObject(entry) ? problemsOf(node, entry, graph) : []))
    .slice(0, MOST_PROBLEMS);
}

function problemsOf(node: string, entry: JsonObject, graph: ComfyGraph): NodeProblem[] {
  const errors = Array.isArray(entry['errors']) ? (entry['errors'] as unknown[]).filter(isJsonObject) : [];
  return errors.map((error) => {
    const info = isJsonObject(error['extra_info']) ? error['extra_info'] : {};
    const input = typeof info['input_name'] === 'string' ? info['input_name'] : null;
    const details = text(error['details']);
    const what = [text(error['message']), details].filter(Boolean).join(': ');
    const where = sayNode(graph, node);
    return {
      ...{ node, class_type: text(entry['class_type']), input, type: text(error['type']) },
      message: `${where.charAt(0).toUpperCase()}${where.slice(1)}: ${sentence(what)}${hint(info)}`,
    };
  });
}

/** The server sends its whole list along unless it is long. */
function hint(info: JsonObject): string {
  const config = info['input_config'];
  const list: unknown = Array.isArray(config) ? config[0] : null;
  const options = Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  return didYouMean(suggest(String(info['received_value']), options));
}

function codeOf(input: string | null): string {
  return (
    MODEL_INPUTS.find(([pattern]) => input !== null && pattern.test(input))?.[1] ?? 'value_not_on_server'
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function sentence(words: string): string {
  const short = words.trim().slice(0, MOST_CHARS);
  return /[.!?]$/.test(short) ? short : `${short}.`;
}
