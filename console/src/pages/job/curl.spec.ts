import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { curlOf } from './curl';

describe('a job as a line for a shell', () => {
  it('gives a shell exactly the request, whatever stands in its prompt', () => {
    const asked = { app_type: 'forge', generation_params: { prompt: `it's "$HOME" \`ls\` \\ !x\n(a:1.2)` } };
    const line = curlOf(asked, 'http://127.0.0.1:3000');
    const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${line}`;
    const words = execFileSync('sh', ['-c', script], { env: { STABLEQUEUE_KEY: 'mk_1:secret' } })
      .toString()
      .split('\0');
    expect(words.slice(0, 3)).toEqual(['-X', 'POST', 'http://127.0.0.1:3000/api/v2/generate']);
    expect(words).toContain('Authorization: Bearer mk_1:secret');
    expect(JSON.parse(words[words.indexOf('--data-binary') + 1]!)).toEqual(asked);
  });
});
