import { createHash } from 'node:crypto';
import type { Dialect } from '../../dialects/dialect.js';
import type { GradioApp } from '../gradio-app.js';
import type { UiComponent, UiFunction } from './ui-function.js';

/**
 * GET /config: shapes and order of the keys as recorded (Forge dfdcbab6, A1111 v1.10.1). Of the
 * thousands of components only those that functions read or write are there.
 */
export function describeInterface(
  dialect: Dialect,
  app: GradioApp,
  root: string,
  user: string | null,
): object {
  const { components, functions } = app.ui;
  const isNew = dialect.streamsResults;
  const head = { version: dialect.gradioVersion, mode: 'blocks' };
  const body = {
    components: components.map((one) => describeComponent(one, isNew)),
    css: null,
    title: 'Stable Diffusion',
    space_id: null,
    enable_queue: true,
    show_error: false,
    show_api: true,
    is_colab: false,
    layout: { id: 0, children: components.map(({ id }) => ({ id })) },
    dependencies: functions.map((one) => (isNew ? describeFunction4(one) : describeFunction3(one))),
  };
  if (!isNew)
    return { ...head, dev_mode: false, analytics_enabled: false, theme: 'default', root: '', ...body };
  return {
    ...head,
    app_id: app.id,
    dev_mode: false,
    analytics_enabled: false,
    connect_heartbeat: true,
    max_file_size: null,
    protocol: 'sse_v3',
    ...body,
    root,
    username: user,
  };
}

/** Null properties are left out, so a component without a value has none. */
function describeComponent(component: UiComponent, isNew: boolean): object {
  const { id, type, label, elemId, value, props } = component;
  const choices = props?.['choices'] as string[] | undefined;
  const all = {
    ...props,
    ...(choices && isNew ? { choices: choices.map((one) => [one, one]) } : {}),
    value,
    label,
    show_label: true,
    visible: props?.['visible'] ?? true,
    elem_id: elemId,
    name: type,
    ...(isNew ? { _selectable: false } : {}),
  };
  const given = Object.fromEntries(
    Object.entries(all).filter(([, one]) => one !== null && one !== undefined),
  );
  if (!isNew) return { id, type, props: given };
  const classId = createHash('md5').update(type).digest('hex');
  return { id, type, props: given, skip_api: false, component_class_id: classId, key: null };
}

function describeFunction4(one: UiFunction): object {
  return {
    id: one.id,
    targets: [[one.target?.id ?? null, one.event]],
    inputs: one.inputs.map(({ id }) => id),
    outputs: one.outputs.map(({ id }) => id),
    backend_fn: true,
    js: one.js,
    queue: one.queue,
    api_name: one.apiName,
    scroll_to_output: false,
    show_progress: 'hidden',
    batch: false,
    max_batch_size: 4,
    cancels: [],
    types: { generator: false, cancel: false },
    collects_event_data: false,
    trigger_after: null,
    trigger_only_on_success: false,
    trigger_mode: 'once',
    show_api: true,
    zerogpu: false,
    rendered_in: null,
  };
}

function describeFunction3(one: UiFunction): object {
  return {
    targets: one.target ? [one.target.id] : [],
    trigger: one.event,
    inputs: one.inputs.map(({ id }) => id),
    outputs: one.outputs.map(({ id }) => id),
    backend_fn: true,
    js: one.js,
    queue: one.queue,
    api_name: null,
    scroll_to_output: false,
    show_progress: 'hidden',
    every: null,
    batch: false,
    max_batch_size: 4,
    cancels: [],
    types: { continuous: false, generator: false },
    collects_event_data: false,
    trigger_after: null,
    trigger_only_on_success: false,
  };
}
