// Jobs that bring a workflow, or name a template: read, mapped and kept whole, so that every try runs the same.
import { randomInt } from 'node:crypto';
import { didYouMean, suggest } from '../../../../common/suggestions.js';
import type { FieldProblem } from '../../../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import type { ParamsReading } from '../../../contract/index.js';
import type { ComfyGraph } from '../workflow/graph.js';
import { asJson, lostDigits, readWorkflow } from '../workflow/read-workflow.js';
import {
  guessMap,
  parameterOf,
  placesOf,
  readMap,
  sayMap,
  type WorkflowMap,
} from '../workflow/workflow-map.js';
import type { FindTemplate } from './read-params.js';

/** What is for the builder of graphs alone, or for us. */
export const NO_VALUES: ReadonlySet<string> = new Set([
  'workflow',
  'workflow_map',
  'template',
  'values',
  'previews',
  'model_family',
]);
const RANDOM_SEEDS = 4_294_967_294;

export function readOwnWorkflow(params: JsonObject, findTemplate: FindTemplate): ParamsReading {
  const source = sourceOf(params, findTemplate);
  if ('problem' in source) return refused(params, [source.problem]);
  const { graph, mapping } = source;
  const given = mapping ? readMap(mapping, graph) : { map: guessMap(graph), problems: [] };
  const { map } = given;
  const resolved = withSeed(params, map);
  const problems = [...given.problems, ...valueProblems(resolved, map, graph)];
  const replaced = new Set(
    Object.entries(valuesOf(resolved)).flatMap(([name]) =>
      placesOf(map, name).map(({ node, input }) => `${node}.inputs.${input}`),
    ),
  );
  problems.push(...lostDigits(graph, replaced));
  if (problems.length > 0) return refused(params, problems);
  const homeless = Object.keys(valuesOf(resolved)).filter((name) => !Object.hasOwn(map, name));
  return {
    params: { ...resolved, workflow: asJson(graph), workflow_map: sayMap(map) },
    warnings: homeless.map((name) => `This workflow has no place for "${name}": it is not used.`),
    problems: [],
  };
}

/** Parameters that go into the workflow, under the names of the map; null is not given. */
export function valuesOf(params: JsonObject): JsonObject {
  const own = Object.entries(params).filter(([name]) => !NO_VALUES.has(name));
  const more = isJsonObject(params['values']) ? params['values'] : {};
  const named = Object.entries(more)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [parameterOf(name), value] as const);
  return Object.fromEntries([...named, ...own]);
}

type Source = { graph: ComfyGraph; mapping: JsonObject | null } | { problem: FieldProblem };

function sourceOf(params: JsonObject, findTemplate: FindTemplate): Source {
  const own = isJsonObject(params['workflow_map']) ? params['workflow_map'] : null;
  const name = params['template'];
  if (params['workflow'] !== undefined) {
    const reading = readWorkflow(params['workflow']);
    if ('problem' in reading) return { problem: { path: 'workflow', message: reading.problem } };
    return { graph: reading.graph, mapping: own };
  }
  const template = typeof name === 'string' ? findTemplate(name) : undefined;
  if (!template) return { problem: { path: 'template', message: `There is no template "${String(name)}".` } };
  const reading = readWorkflow(template.workflow);
  if ('problem' in reading) return { problem: { path: 'template', message: reading.problem } };
  return { graph: reading.graph, mapping: own ?? { ...template.map } };
}

/** A seed that the job asks to be random is drawn here; one that it does not mention stays the workflow's. */
function withSeed(params: JsonObject, map: WorkflowMap): JsonObject {
  const isRandom = params['seed'] === -1;
  return isRandom && map['seed'] ? { ...params, seed: randomInt(RANDOM_SEEDS) } : params;
}

function valueProblems(params: JsonObject, map: WorkflowMap, graph: ComfyGraph): FieldProblem[] {
  const values = isJsonObject(params['values']) ? params['values'] : {};
  const problems: FieldProblem[] = [];
  for (const [word, value] of Object.entries(values)) {
    const name = parameterOf(word);
    if (!Object.hasOwn(map, name)) {
      const hint = didYouMean(suggest(name, Object.keys(map)));
      problems.push({
        path: `values.${word.slice(0, 64)}`,
        message: `The map of this workflow has no "${name}".${hint}`,
      });
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      problems.push({
        path: `values.${word.slice(0, 64)}`,
        message: 'Give a text, a number, true or false.',
      });
  }
  for (const [name, sites] of Object.entries(map))
    for (const { node, input } of sites)
      if (!Object.hasOwn(graph[node]!.inputs, input) && !(name in valuesOf(params)))
        problems.push({ path: `workflow_map.${name}`, message: `Node ${node} has no input "${input}".` });
  return problems.slice(0, 50);
}

const refused = (params: JsonObject, problems: FieldProblem[]): ParamsReading => ({
  params,
  warnings: [],
  problems,
});
