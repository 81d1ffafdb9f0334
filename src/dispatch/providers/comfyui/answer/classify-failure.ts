// A node that failed while the graph ran, as a DispatchError: what it means for the job, and a sentence.
import type { JsonObject } from '../../../../common/json.js';
import { DispatchError, type DispatchErrorKind } from '../../../contract/index.js';
import { sayNode, type ComfyGraph } from '../workflow/graph.js';

interface Rule {
  when: RegExp;
  kind: DispatchErrorKind;
  code: string;
  elsewhere: boolean;
  sentence: string;
}

/** Matched against `Type: message`; the first that fits decides. */
const RULES: Rule[] = [
  {
    when: /OutOfMemoryError|out of memory|not enough memory|DefaultCPUAllocator/i,
    ...{ kind: 'retryable', code: 'out_of_memory', elsewhere: true },
    sentence: 'The server ran out of memory: make the image or the batch smaller, or use a server with more.',
  },
  {
    when: /No space left on device|disk full/i,
    ...{ kind: 'retryable', code: 'server_disk_full', elsewhere: true },
    sentence: 'The disk of the server is full.',
  },
  {
    when: /SafetensorError|MetadataIncomplete|HeaderTooLarge|InvalidHeader|UnpicklingError|Could not detect model type|PytorchStreamReader/i,
    ...{ kind: 'permanent', code: 'model_broken', elsewhere: true },
    sentence:
      'The server cannot load a model file: it is broken, or of a kind that the server does not know.',
  },
  {
    when: /Please login first to use this node/i,
    ...{ kind: 'permanent', code: 'partner_login_needed', elsewhere: false },
    sentence: 'The workflow uses a paid partner node, which needs a login of comfy.org.',
  },
  {
    when: /NaN|not finite/,
    ...{ kind: 'retryable', code: 'nan_result', elsewhere: true },
    sentence: 'The model gave no picture but invalid numbers (NaN): try another VAE, sampler or precision.',
  },
  {
    when: /^(FileNotFoundError|ModuleNotFoundError|ImportError)\b/,
    ...{ kind: 'permanent', code: 'workflow_failed', elsewhere: true },
    sentence: 'The server lacks something that the workflow needs.',
  },
  {
    when: /^(ValueError|TypeError|KeyError|IndexError|AttributeError|AssertionError|ZeroDivisionError|NotImplementedError)\b/,
    ...{ kind: 'permanent', code: 'workflow_failed', elsewhere: true },
    sentence: 'The server failed on this workflow.',
  },
];

/** `message`: the data of `execution_error`. Its traceback holds paths of the server and is not shown. */
export function classifyFailure(message: JsonObject, graph: ComfyGraph): DispatchError {
  const type = text(message['exception_type']);
  const words = text(message['exception_message']).trim();
  const serverMessage = [type, words].filter(Boolean).join(': ');
  const id = text(message['node_id']);
  const where = id === '' ? '' : ` It was ${sayNode(graph, id)}.`;
  const rule = RULES.find(({ when }) => when.test(serverMessage));
  const details = { node: id || null, node_type: text(message['node_type']) || null };
  if (rule) {
    const { kind, code, elsewhere, sentence } = rule;
    return new DispatchError(kind, `${sentence}${where}`, { code, elsewhere, serverMessage, details });
  }
  const short = words.split('\n')[0]?.slice(0, 300) ?? '';
  const said = short === '' ? 'without saying why' : `: ${short}`;
  const sentence = `The server failed${said.startsWith(':') ? said : ` ${said}`}${/[.!?]$/.test(said) ? '' : '.'}${where}`;
  return new DispatchError('retryable', sentence, { code: 'server_error', serverMessage, details });
}

/** Told of nodes that another one keeps from running; the prompt goes on. */
export const isBlocked = (message: JsonObject): boolean => message['exception_type'] === 'ExecutionBlocked';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
