import { expect, it } from '@jest/globals';
import { readComfyuiParams } from './read-params.js';

const WORKFLOW = { '10': { class_type: 'LoraLoader', inputs: { strength_model: 1, strength_clip: 1 } } };
const MAP = { strength: '10.strength_model', clip: '10.strength_clip' };

it('changes one value of a workflow, and leaves the others of the job', () => {
  const job = { workflow: WORKFLOW, workflow_map: MAP, values: { strength: 0.2, clip: 0.4 } };
  const { params, problems, warnings } = readComfyuiParams(
    { ...job, 'values.strength': 0.9 },
    () => undefined,
  );
  expect({ problems, warnings }).toEqual({ problems: [], warnings: [] });
  expect(params['values']).toEqual({ strength: 0.9, clip: 0.4 });
  expect(params).not.toHaveProperty(['values.strength']);
});

it('refuses one that the map does not have, by its name', () => {
  const job = { workflow: WORKFLOW, workflow_map: MAP, 'values.strenght': 1 };
  expect(readComfyuiParams(job, () => undefined).problems).toEqual([
    expect.objectContaining({ path: 'values.strenght', message: expect.stringContaining('strength') }),
  ]);
});
