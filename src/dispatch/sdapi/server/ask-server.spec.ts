import { afterAll, describe, expect, it } from '@jest/globals';
import { targetOf, webuiSubject } from '../../../../test/support/webui-subject.js';
import { ForgeDispatcher } from '../../providers/forge/forge.dispatcher.js';

const subject = webuiSubject('forge', (http) => new ForgeDispatcher(http));
const signal = new AbortController().signal;
afterAll(() => subject.close());

describe('a side question', () => {
  it('is answered as the server answers it, whatever the status', async () => {
    const target = targetOf(await subject.start());
    const ask = (method: 'GET' | 'POST', path: string, json?: unknown) =>
      subject.dispatcher.ask!(
        { method, path, query: '', timeoutMs: 2_000, ...(json ? { json } : {}) },
        target,
        signal,
      );
    expect(await ask('GET', 'sdapi/v1/embeddings')).toEqual({
      status: 200,
      json: { loaded: {}, skipped: {} },
    });
    expect(await ask('GET', 'sdapi/v1/nothing')).toEqual({ status: 404, json: { detail: 'Not Found' } });
    expect(await ask('POST', 'sdapi/v1/png-info', { image: 'x' })).toMatchObject({ status: 500 });
  });

  it('fails as a dispatcher fails when nobody answers', async () => {
    const simulator = await subject.start();
    const target = targetOf(simulator);
    await simulator.stop();
    const question = { method: 'GET' as const, path: 'sdapi/v1/memory', query: '', timeoutMs: 2_000 };
    await expect(subject.dispatcher.ask!(question, target, signal)).rejects.toMatchObject({
      name: 'DispatchError',
      kind: 'busy',
      code: 'server_unreachable',
    });
  });
});
