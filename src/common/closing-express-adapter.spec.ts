import { get } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.js';
import { ClosingExpressAdapter } from './closing-express-adapter.js';

let answer: (words: string) => void;
let isAsked = false;

@Controller()
class Slow {
  @Get('slow')
  slow(): Promise<string> {
    isAsked = true;
    return new Promise((resolve) => (answer = resolve));
  }

  @Get('quick')
  quick(): string {
    return 'done';
  }
}

@Module({ controllers: [Slow] })
class SlowModule {}

describe(ClosingExpressAdapter.name, () => {
  let app: NestExpressApplication;
  let port = 0;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    isAsked = false;
    app = await NestFactory.create<NestExpressApplication>(SlowModule, new ClosingExpressAdapter(), {
      logger: false,
    });
    await app.listen(0, '127.0.0.1');
    app.getHttpServer().keepAliveTimeout = 600_000;
    ({ port } = app.getHttpServer().address() as AddressInfo);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await app.close();
  });

  async function open(words = ''): Promise<Socket> {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    sockets.push(socket);
    await new Promise((connected) => socket.once('connect', connected));
    socket.write(words);
    return socket;
  }
  const count = (): Promise<number> =>
    new Promise((resolve) => app.getHttpServer().getConnections((_error: unknown, n: number) => resolve(n)));
  const request = (path: string): string => `GET /${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

  it('does not wait for connections that carry nothing', async () => {
    const [unused, idle] = [await open(), await open(request('quick'))];
    await new Promise((answered) => idle.once('data', answered));
    await eventually(async () => (await count()) === 2);
    await Promise.all([
      app.close(),
      ...[unused, idle].map((socket) => new Promise((end) => socket.once('close', end))),
    ]);
    await new Promise((refused) => get({ port, path: '/quick' }).once('error', refused));
  });

  it('answers what was asked before, and ends that connection then', async () => {
    const busy = await open(request('slow'));
    await eventually(() => isAsked);
    let heard = '';
    busy.on('data', (words: string) => (heard += words));
    const closed = app.close();
    await eventually(async () => !app.getHttpServer().listening);
    expect(await count()).toBe(1);
    answer('after all');
    await closed;
    expect(heard).toContain('after all');
  });
});
