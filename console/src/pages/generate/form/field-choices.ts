// What can be chosen for a field of a workflow: its own choices, or a list of the servers. Pure.
import type { WorkflowField } from '../../../api/queries/workflows';
import { findChoice, findModel, stemOf, type Lists } from './inventory-lists';

const MODELS: ReadonlySet<string> = new Set(['checkpoints', 'loras', 'modules']);

interface Choices {
  data: { value: string; label: string }[];
  known: (value: string) => string | undefined;
}

export function choicesOf({ choices, list }: WorkflowField, lists: Lists): Choices {
  if (list !== null && MODELS.has(list)) {
    const models = lists[list as 'checkpoints' | 'loras' | 'modules'];
    return {
      data: models.map(({ name }) => ({ value: name, label: stemOf(name) })),
      known: (value) => findModel(models, value)?.name,
    };
  }
  if (list === 'samplers' || list === 'schedulers' || list === 'upscalers') {
    const named = lists[list];
    return {
      data: named.map(({ name, label }) => ({ value: name, label })),
      known: (value) => findChoice(named, value)?.name,
    };
  }
  const fixed = list === 'embeddings' ? lists.embeddings : (choices ?? []);
  return {
    data: fixed.map((value) => ({ value, label: value })),
    known: (value) => fixed.find((one) => one === value),
  };
}
