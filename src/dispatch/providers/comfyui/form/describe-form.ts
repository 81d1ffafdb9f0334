// The form of a workflow: a field for each name of its map, in the order in which people expect them.
import type { WorkflowField } from '../../../contract/index.js';
import type { ComfyGraph } from '../workflow/graph.js';
import type { Site, WorkflowMap } from '../workflow/workflow-map.js';
import type { FieldFacts } from './field-facts.js';
import { inputFacts } from './known-inputs.js';
import { labelOf, paramFacts, rankOf } from './known-params.js';

/** Longer ones are no values to start from, but pictures or data. */
const LONGEST_DEFAULT = 10_000;

export function describeForm(graph: ComfyGraph, map: WorkflowMap): WorkflowField[] {
  return Object.entries(map)
    .map(([name, sites]) => describeField(graph, name, sites))
    .sort((a, b) => rankOf(a.name) - rankOf(b.name));
}

function describeField(graph: ComfyGraph, name: string, sites: readonly Site[]): WorkflowField {
  const [first] = sites;
  const node = first && graph[first.node];
  const param = paramFacts(name);
  const facts: FieldFacts = param ?? (node ? inputFacts(node, first.input) : { kind: 'text' });
  const { kind, min = null, max = null, step = null, choices, list = null } = facts;
  return {
    name,
    own: param === undefined,
    label: param ? labelOf(name) : (titleOf(graph, name, sites) ?? labelOf(name)),
    kind,
    default: node ? defaultOf(facts, node.inputs[first.input]) : null,
    ...{ min, max, step, choices: choices ? [...choices] : null, list },
    places: sites.map((site) => `${site.node}.${site.input}`),
  };
}

function defaultOf({ kind }: FieldFacts, value: unknown): WorkflowField['default'] {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string' || value.length > LONGEST_DEFAULT) return null;
  // The name of a file that lies on one server is no picture.
  if (kind === 'image' || kind === 'mask') return null;
  return value === '' && kind === 'choice' ? null : value;
}

/** What a person has written beside the mark: "How many? #count". */
function titleOf(graph: ComfyGraph, name: string, sites: readonly Site[]): string | null {
  for (const { node } of sites) {
    const title = graph[node]?._meta?.['title'];
    if (typeof title !== 'string' || !title.includes(`#${name}`)) continue;
    const words = title
      .replaceAll(/#[a-z][a-z0-9_]*/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    if (words !== '') return words.slice(0, 100);
  }
  return null;
}
