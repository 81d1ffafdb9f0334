import { describe, expect, it } from '@jest/globals';
import { draftOfTemplate, nameOf, readTemplate, type TemplateDraft } from './template-draft';

const draft = (part: Partial<TemplateDraft>): TemplateDraft => ({
  title: 'Portrait',
  name: null,
  workflow: '{"3":{"class_type":"KSampler","inputs":{}}}',
  map: '',
  ...part,
});

describe('a template that is being written', () => {
  it('has a name after its title', () => {
    expect(nameOf('  Porträt, soft light (v2) ')).toBe('portrat_soft_light_v2');
    expect(nameOf('…')).toBe('');
  });

  it('is sent with its workflow as it was typed, and without a map to have it found', () => {
    const workflow = '{"3":{"class_type":"KSampler","inputs":{"seed":18446744073709551615}}}';
    expect(readTemplate(draft({ title: ' Mine ', workflow }))).toEqual({ body: { title: 'Mine', workflow } });
  });

  it('is sent with its map', () => {
    expect(readTemplate(draft({ map: '{"prompt":"6.text"}' }))).toMatchObject({
      body: { workflow_map: { prompt: '6.text' } },
    });
  });

  it('says what is wrong before it is sent', () => {
    expect(readTemplate(draft({ title: '!', workflow: ' ', map: '[1]' }))).toEqual({
      problems: { title: 'missing', workflow: 'missing', workflow_map: 'notJson' },
    });
    expect(readTemplate(draft({ map: '{' }))).toEqual({ problems: { workflow_map: 'notJson' } });
  });

  it('comes back as it is stored', () => {
    const map = { prompt: ['6.text'], seed: ['3.seed', '21.seed'] };
    const saved = { name: 'mine', title: 'Mine', workflow: { a: 1 }, workflow_map: map };
    const again = readTemplate(draftOfTemplate(saved));
    expect(again).toMatchObject({
      body: { title: 'Mine', workflow_map: { prompt: '6.text', seed: ['3.seed', '21.seed'] } },
    });
  });
});
