import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import express, { type Response } from 'express';
import { request } from 'undici';
import { eventually } from '../../../../test/support/eventually.js';
import { HeldResponse } from './held-response.js';
import { sendWithImages } from './send-with-images.js';

let server: Server;
let url: string;
let handle: (response: Response) => Promise<void>;
beforeEach(async () => {
  const app = express();
  app.get('/', (_request, response) => void handle(response));
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

describe(HeldResponse.name, () => {
  it('keeps the connection open with blanks before the document', async () => {
    let finish = (): void => undefined;
    const blanked = new Promise<void>((resolve) => (finish = resolve));
    handle = async (response) => {
      const held = new HeldResponse(response, 5);
      await blanked;
      held.stopWaiting();
      await sendWithImages(response, '{"images":[', [], ']}');
    };
    const answer = await request(url);
    expect(answer.statusCode).toBe(200);
    finish();
    const text = await answer.body.text();
    expect(text).toMatch(/^ +\{"images":\[\]\}$/);
    expect(JSON.parse(text)).toEqual({ images: [] });
  });

  it('notices that the client has gone', async () => {
    let held: HeldResponse | undefined;
    handle = async (response) => {
      held = new HeldResponse(response, null);
    };
    const gone = new AbortController();
    const asked = request(url, { signal: gone.signal }).catch(() => 'gone');
    await eventually(() => held);
    gone.abort();
    await eventually(() => held?.abandoned.aborted);
    expect([await asked, held?.abandonedBy]).toEqual(['gone', 'client']);
  });
});

describe(sendWithImages.name, () => {
  it('breaks the connection off rather than end a document that lacks an image', async () => {
    handle = (response) =>
      sendWithImages(response, '{"images":[', ['/nowhere/at-all.png'], ']}').catch(() => undefined);
    await expect(request(url).then((answer) => answer.body.text())).rejects.toThrow();
  });
});
