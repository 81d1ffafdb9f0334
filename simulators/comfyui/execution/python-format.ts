import { isDict } from '../python-json.js';

/** How values of links look in the `current_inputs` of an error: as the `str()` of what they are. */
export function formatValue(value: unknown): unknown {
  if (value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value)) return value;
  if (Array.isArray(value) && value.every(isPicture)) return tensorText();
  if (isDict(value)) return 'dict';
  return `<comfy object at 0x7f${Math.floor(Math.random() * 0xffffffffff)
    .toString(16)
    .padStart(10, '0')}>`;
}

function isPicture(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'pixels' in value;
}

/** Long, with line breaks, and of no use to anybody. */
function tensorText(): string {
  const row = '[0.5020, 0.5020, 0.5020]';
  const rows = [row, row, row, '...', row, row, row].join(',\n          ');
  return `tensor([[[${rows}],\n\n         ...,\n\n         [${rows}]]]])`;
}

/** The stack of a failing node, with the paths of the server. */
export function tracebackOf(module: string): string[] {
  const file = module.startsWith('custom_nodes.')
    ? `${module.replaceAll('.', '/')}/__init__.py`
    : `${module}.py`;
  const frames: [string, number, string, string][] = [
    [
      'execution.py',
      545,
      'execute',
      'output_data, output_ui, has_subgraph, has_pending_tasks = await get_output_data(prompt_id, unique_id, obj, input_data_all)',
    ],
    [
      'execution.py',
      344,
      'get_output_data',
      'return_values = await _async_map_node_over_list(prompt_id, unique_id, obj, input_data_all, obj.FUNCTION)',
    ],
    ['execution.py', 318, '_async_map_node_over_list', 'await process_inputs(input_dict, i)'],
    ['execution.py', 306, 'process_inputs', 'result = f(**inputs)'],
    [file.replace(/^comfy_extras\./, 'comfy_extras/'), 77, 'run', 'raise error'],
  ];
  return frames.map(
    ([path, line, name, code]) => `  File "/srv/comfyui/${path}", line ${line}, in ${name}\n    ${code}\n`,
  );
}
