// A workflow that is to be kept as a template: read as those of jobs are, with the same refusals, and a map whose every
// place is there, so that a job may leave any of its values out.
import type { FieldProblem } from '../../../../common/errors.js';
import type { JsonObject } from '../../../../common/json.js';
import type { WorkflowReading } from '../../../contract/index.js';
import type { ComfyGraph } from '../workflow/graph.js';
import { asJson, lostDigits, readWorkflow } from '../workflow/read-workflow.js';
import { guessMap, readMap, sayMap, type WorkflowMap } from '../workflow/workflow-map.js';
import { describeForm } from './describe-form.js';
import { needsOf } from './needs.js';

const MOST_FIELDS = 200;
const MOST_PLACES = 1_000;
const LONGEST_PLACE = 300;

export function readTemplate(given: unknown, mapping: JsonObject | null): WorkflowReading {
  const reading = readWorkflow(given);
  if ('problem' in reading) return { problems: [{ path: 'workflow', message: reading.problem }] };
  const { graph } = reading;
  const { map, problems } = mapping ? readMap(mapping, graph) : { map: guessMap(graph), problems: [] };
  const all = [
    ...problems,
    ...sizeProblems(map),
    ...placeProblems(map, graph),
    ...lostDigits(graph, new Set()),
  ];
  if (all.length > 0) return { problems: all.slice(0, 50) };
  return {
    ...{ workflow: asJson(graph), map: sayMap(map), form: describeForm(graph, map) },
    ...{ nodes: Object.keys(graph).length, needs: needsOf(graph) },
  };
}

function sizeProblems(map: WorkflowMap): FieldProblem[] {
  const path = 'workflow_map';
  const places = Object.values(map).reduce((sum, sites) => sum + sites.length, 0);
  if (Object.keys(map).length > MOST_FIELDS)
    return [{ path, message: `A map may name ${MOST_FIELDS} parameters at most.` }];
  return places > MOST_PLACES ? [{ path, message: `A map may name ${MOST_PLACES} inputs at most.` }] : [];
}

function placeProblems(map: WorkflowMap, graph: ComfyGraph): FieldProblem[] {
  return Object.entries(map).flatMap(([name, sites]) =>
    sites.flatMap(({ node, input }) => {
      const path = `workflow_map.${name}`;
      if (node.length + input.length > LONGEST_PLACE)
        return [{ path, message: `The name of an input may have ${LONGEST_PLACE} characters at most.` }];
      const isThere = Object.hasOwn(graph[node]!.inputs, input);
      return isThere ? [] : [{ path, message: `Node ${node} has no input "${input}".` }];
    }),
  );
}
