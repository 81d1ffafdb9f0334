import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HealthDto } from '../../src/health/health.dto.js';
import { startApp, type RunningApp } from '../support/start-app.js';

describe('health', () => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await startApp();
  });
  afterAll(() => server.stop());

  it('summarises the queue and its servers, and is ready without any server', async () => {
    const health = await server.api.ok<HealthDto>('GET', '/health');
    expect(health).toMatchObject({
      status: 'ok',
      live: true,
      ready: true,
      servers: [],
      queue: { paused: false },
    });
    expect(health.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('stays ready when a generation server is down', async () => {
    await server.api.ok('POST', '/api/v1/servers', { alias: 'gone', base_url: 'http://127.0.0.1:9' });
    await server.api.serverIs('gone', 'unreachable');
    const health = await server.api.ok<HealthDto>('GET', '/health');
    expect(health).toMatchObject({
      ready: true,
      servers: [{ alias: 'gone', state: 'unreachable', running: 0 }],
    });
    expect((await server.api.call('GET', '/health/live')).status).toBe(200);
    expect((await server.api.call('GET', '/health/ready')).status).toBe(200);
  });

  it('answers older clients that ask for a sign of life', async () => {
    expect(await server.api.call('GET', '/status')).toMatchObject({
      status: 200,
      body: 'StableQueue is running\n',
    });
  });

  it('leads programs from the root to the documents, which need nothing from elsewhere', async () => {
    const root = await fetch(server.url, { redirect: 'manual' });
    expect([root.status, await root.json()]).toEqual([200, expect.objectContaining({ docs: '/doc' })]);
    const page = await (await fetch(`${server.url}/doc`)).text();
    expect(page).not.toMatch(/(src|href)="https?:/);
    const document = await server.api.ok<{ paths: object; components: { schemas: object } }>(
      'GET',
      '/doc-json',
    );
    expect(Object.keys(document.paths)).toContain('/api/v1/generate');
    expect(document.components.schemas).toHaveProperty('WebuiParams');
  });
});
