// What a client gives as a workflow: the API format in any of its wrappings, or something that has to be refused with a
// sentence that helps.
import type { FieldProblem } from '../../../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { findUnsafe } from '../../../../common/safe-json.js';
import { isGraph, type ComfyGraph } from './graph.js';
import { parseLenientJson } from './lenient-json.js';

export type WorkflowReading = { graph: ComfyGraph } | { problem: string };

const MOST_NODES = 5_000;
const LONGEST_TEXT = 8 * 1024 * 1024;
const HOW_TO_EXPORT =
  'Export it in the API format (in ComfyUI: menu File or Workflow, "Export (API)"; in older versions "Save (API Format)", which the settings show with the dev mode options) and send that.';

export function readWorkflow(given: unknown): WorkflowReading {
  if (typeof given === 'string' && given.length > LONGEST_TEXT)
    return { problem: 'This workflow is longer than 8 MiB: send its images as images, not inside of it.' };
  const value = unwrapped(typeof given === 'string' ? parseLenientJson(given) : given);
  if (value === undefined) return { problem: 'This workflow is no JSON.' };
  if (isUiFormat(value))
    return { problem: `This is the format in which ComfyUI saves workflows for its page. ${HOW_TO_EXPORT}` };
  if (!isGraph(value)) return { problem: notAGraph(value) };
  if (Object.keys(value).length > MOST_NODES)
    return { problem: `This workflow has more than ${MOST_NODES} nodes.` };
  const unsafe = findUnsafe(value);
  return unsafe ? { problem: `${unsafe.path}: ${unsafe.message}.` } : { graph: plainNodes(value) };
}

/** A body of POST /prompt, the answer of the page's own export, a PNG's two texts. */
function unwrapped(value: unknown): unknown {
  if (!isJsonObject(value) || isGraph(value)) return value;
  for (const key of ['prompt', 'output']) {
    const inner = value[key];
    const parsed = typeof inner === 'string' ? parseLenientJson(inner) : inner;
    if (isGraph(parsed)) return parsed;
  }
  return isUiFormat(value['workflow']) ? value['workflow'] : value;
}

/** Versions 0.4 and 1: lists of nodes and links, where the API has an object of nodes. */
function isUiFormat(value: unknown): boolean {
  return isJsonObject(value) && Array.isArray(value['nodes']) && ('links' in value || 'version' in value);
}

function notAGraph(value: unknown): string {
  if (!isJsonObject(value) || Object.keys(value).length === 0)
    return `This is no workflow: give an object of nodes by their ids. ${HOW_TO_EXPORT}`;
  const bad = Object.entries(value).find(([, node]) => !isGraph({ node }));
  return `This is no workflow in the API format: "${bad?.[0].slice(0, 100)}" is no node with class_type and inputs. ${HOW_TO_EXPORT}`;
}

/** Nothing but what the server reads. */
function plainNodes(graph: ComfyGraph): ComfyGraph {
  const nodes = Object.entries(graph).map(([id, { class_type, inputs, _meta }]) => [
    id,
    { class_type, inputs: { ...inputs }, ...(isJsonObject(_meta) ? { _meta } : {}) },
  ]);
  return Object.fromEntries(nodes) as ComfyGraph;
}

/** Integers that have lost their last digits on the way: JSON parsers round them beyond 2^53. */
export function lostDigits(graph: ComfyGraph, replaced: ReadonlySet<string>): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [id, node] of Object.entries(graph)) {
    for (const [name, value] of Object.entries(node.inputs)) {
      const at = `${id}.inputs.${name}`;
      const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
      if (!isRounded || replaced.has(at)) continue;
      const message = `This number is larger than 2^53, so that its last digits are lost on the way. Write it as a text ("…"), or send the whole workflow as a text.`;
      problems.push({ path: `workflow.${at}`, message });
    }
  }
  return problems.slice(0, 20);
}

export function asJson(graph: ComfyGraph): JsonObject {
  return graph;
}
