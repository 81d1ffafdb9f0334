import { describe, expect, it } from '@jest/globals';
import { a1111Address, bearerSnippet, curlSnippet, loginSnippet, tokenAddress } from './snippets';

const access = { origin: 'http://queue:3000', key: 'mk_abc', secret: 's3cr3t' };

describe('snippets of a key', () => {
  it('are what the API documents', () => {
    expect(bearerSnippet(access)).toBe('Authorization: Bearer mk_abc:s3cr3t');
    expect(loginSnippet(access)).toBe('mk_abc:s3cr3t');
    expect(a1111Address(access.origin)).toBe('http://queue:3000/a1111');
    expect(tokenAddress(access.origin, '/k/t0k3n')).toBe('http://queue:3000/k/t0k3n/a1111');
  });

  it('submit a job with valid JSON that a shell takes as one argument', () => {
    const snippet = curlSnippet(access);
    const [, body = ''] = /-d '([^']*)'/.exec(snippet) ?? [];
    expect(JSON.parse(body)).toMatchObject({ app_type: 'forge', generation_params: { steps: 20 } });
    expect(snippet).toContain('http://queue:3000/api/v2/generate');
  });
});
