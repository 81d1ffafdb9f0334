import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { generate } from '../text/en/generate';

describe('what index.html draws before any script', () => {
  it('says the same words as the form', () => {
    const page = readFileSync(new URL('../../index.html', import.meta.url), 'utf8').replace('&lt;', '<');
    expect(page).toContain(`>${generate.generate.prompt}</label>`);
    expect(page).toContain(`placeholder="${generate.generate.promptHint}"`);
  });
});
