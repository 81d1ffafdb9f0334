import { pause } from '../../common/pause.js';
import { jsonAnswer } from '../http/answer.js';
import { route } from '../http/router.js';
import { takeKnob } from '../knobs.js';
import { describeInput, isNewStyle } from '../nodes/node-class.js';
import type { InputSpec, NodeClass, ServerLists } from '../nodes/node-class.js';

/** The definitions of all node classes, with the lists of this server in them. */
export const objectInfoRoutes = [
  route('GET', '/object_info', async ({ life, host, path }) => {
    const slowMs = takeKnob(host.knobs, 'slowObjectInfoMs', path) ?? 0;
    if (slowMs > 0) await pause(slowMs, life.signal);
    const { lists } = life;
    return jsonAnswer(new Map([...life.nodes].map(([name, node]) => [name, describeNode(node, lists)])));
  }),
  route('GET', '/object_info/{node_class}', ({ life, params }) => {
    const node = life.nodes.get(params['node_class'] ?? '');
    return jsonAnswer(node ? { [node.name]: describeNode(node, life.lists) } : {});
  }),
];

export function describeNode(node: NodeClass, lists: ServerLists): object {
  const parts = { required: node.required, ...optionalParts(node) };
  const described = Object.entries(parts).map(([part, inputs]) => [
    part,
    part === 'hidden' ? inputs : describeInputs(inputs, node, lists),
  ]);
  const names = Object.entries(parts).map(([part, inputs]) => [part, Object.keys(inputs)]);
  const common = {
    input: Object.fromEntries(described) as object,
    input_order: Object.fromEntries(names) as object,
    is_input_list: false,
    output: node.outputs,
    output_is_list: node.outputs.map(() => false),
    output_name: node.outputNames,
  };
  return isNewStyle(node) ? ofNewStyle(node, common) : ofOldStyle(node, common);
}

function optionalParts(node: NodeClass): Record<string, object> {
  return Object.fromEntries(
    Object.entries({ optional: node.optional, hidden: node.hidden }).filter(
      ([, inputs]) => Object.keys(inputs).length > 0,
    ),
  );
}

function describeInputs(inputs: Record<string, InputSpec>, node: NodeClass, lists: ServerLists): object {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => [name, describeInput(spec, node, lists)]),
  );
}

function ofOldStyle(node: NodeClass, common: object): object {
  return {
    ...common,
    name: node.name,
    display_name: node.title ?? node.name,
    description: '',
    python_module: node.module,
    category: node.category,
    output_node: node.isOutput,
    has_intermediate_output: false,
    search_aliases: [],
  };
}

function ofNewStyle(node: NodeClass, common: object): object {
  return {
    ...common,
    output_tooltips: node.outputs.map(() => null),
    output_matchtypes: null,
    name: node.name,
    display_name: node.title,
    description: '',
    python_module: node.module,
    category: node.category,
    output_node: node.isOutput,
    deprecated: false,
    experimental: false,
    dev_only: false,
    api_node: false,
    price_badge: null,
    search_aliases: null,
    essentials_category: null,
    has_intermediate_output: false,
  };
}
