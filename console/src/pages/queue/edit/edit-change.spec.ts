import { describe, expect, it } from '@jest/globals';
import { editChange, type EditForm } from './edit-change';

const form = (change: Partial<EditForm>): EditForm => ({
  which: 'steps',
  name: '',
  value: '',
  remove: false,
  ...change,
});

describe('one change for many jobs', () => {
  it.each([
    [{ which: 'steps', value: '30' }, { generation_params: { steps: 30 } }],
    [{ which: 'cfg_scale', value: '6,5' }, { generation_params: { cfg_scale: 6.5 } }],
    [{ which: 'negative_prompt', value: '' }, { generation_params: { negative_prompt: '' } }],
    [{ which: 'sampler_name', value: ' Euler a ' }, { generation_params: { sampler_name: 'Euler a' } }],
    [{ which: 'checkpoint_name', remove: true }, { generation_params: { checkpoint_name: null } }],
    [{ which: 'target_server_alias', value: 'lab' }, { target_server_alias: 'lab' }],
    [{ which: 'target_server_alias', remove: true }, { target_server_alias: '' }],
    [{ which: 'not_before', remove: true }, { not_before: null }],
    [{ which: 'other', name: 'tiling', value: 'true' }, { generation_params: { tiling: true } }],
    [{ which: 'value', name: 'strength', value: '0,5' }, { generation_params: { 'values.strength': 0.5 } }],
    [
      { which: 'value', name: 'values.tiled', value: 'true' },
      { generation_params: { 'values.tiled': true } },
    ],
    [{ which: 'value', name: 'style', value: 'oil' }, { generation_params: { 'values.style': 'oil' } }],
    [
      { which: 'other', name: 'override_settings', value: '{"a":1}' },
      { generation_params: { override_settings: { a: 1 } } },
    ],
  ] as [Partial<EditForm>, unknown][])('%j', (change, expected) => {
    expect(editChange(form(change))).toEqual(expected);
  });

  it.each([
    [{ which: 'steps', value: 'many' }, 'needsValue'],
    [{ which: 'steps', value: ' ' }, 'needsValue'],
    [{ which: 'not_before', value: 'soon' }, 'needsValue'],
    [{ which: 'other', value: '1' }, 'needsName'],
    [{ which: 'value', value: '1' }, 'needsName'],
    [{ which: 'value', name: 'x', value: '' }, 'needsValue'],
    [{ which: 'other', name: 'x', value: '{' }, 'badJson'],
  ] as [Partial<EditForm>, string][])('%j is not one: %s', (change, problem) => {
    expect(editChange(form(change))).toBe(problem);
  });
});
