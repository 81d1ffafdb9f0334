import { afterEach, describe, expect, it } from '@jest/globals';
import { connect as connectSocket } from 'node:net';
import { picture, slow, textToImage } from './testing/graphs.js';
import { Listener } from './testing/listener.js';
import { call, closeAll, eventually, finished, start, submit } from './testing/simulator-client.js';

afterEach(closeAll);

describe('a WebSocket', () => {
  it('is greeted with its own id, or with an invented one', async () => {
    const simulator = await start();
    const own = await Listener.connect(simulator, 'me');
    const other = await Listener.connect(simulator, '', { path: '/api/ws' });
    const none = { status: { exec_info: { queue_remaining: 0 } } };
    expect(own.heard).toEqual([{ type: 'status', data: { ...none, sid: 'me' } }]);
    expect(other.heard[0]?.data['sid']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is told what runs if it connects meanwhile', async () => {
    const simulator = await start();
    const early = await Listener.connect(simulator, 'me');
    await submit(simulator, slow(5000), { client_id: 'me' });
    await early.until('progress');
    const late = await Listener.connect(simulator, 'me');
    expect((await late.until('executing')).data).toEqual({ node: '2' });
  });

  it('hears of its own prompts only, and of the queue', async () => {
    const simulator = await start();
    const [mine, others] = [
      await Listener.connect(simulator, 'me'),
      await Listener.connect(simulator, 'other'),
    ];
    const { prompt_id } = await submit(simulator, slow(2), { client_id: 'me' });
    await mine.untilEnd(prompt_id);
    await others.until('status', ({ status }) => JSON.stringify(status).includes(':0'));
    expect(new Set(others.types)).toEqual(new Set(['status']));
  });

  it('hears the progress of prompts that belong to nobody, but no start and no end', async () => {
    const simulator = await start({ previews: 'latent2rgb' });
    const listener = await Listener.connect(simulator, 'me');
    await finished(simulator, slow(2));
    await eventually(() => listener.all('status').length === 4);
    expect(new Set(listener.types)).toEqual(new Set(['status', 'progress_state', 'progress', 'BIN1']));
  });

  it('gets previews as it has negotiated with its very first frame', async () => {
    const simulator = await start();
    const flags = { type: 'feature_flags', data: { supports_preview_metadata: true } };
    const modern = await Listener.connect(simulator, 'modern', { firstFrame: flags });
    const late = await Listener.connect(simulator, 'late', { firstFrame: { type: 'hello', data: {} } });
    expect((await modern.until('feature_flags')).data['max_upload_size']).toBe(104857600);
    late.say(flags);
    for (const client_id of ['modern', 'late'])
      await finished(simulator, slow(1, client_id.length), {
        client_id,
        extra_data: { preview_method: 'auto' },
      });
    const [frame] = await eventually(() => modern.binary);
    const length = frame?.readUInt32BE(4) ?? 0;
    expect(frame?.readUInt32BE(0)).toBe(4);
    expect(JSON.parse(String(frame?.subarray(8, 8 + length)))).toMatchObject({
      node_id: '2',
      image_type: 'image/jpeg',
    });
    expect(frame?.readUInt16BE(8 + length)).toBe(0xffd8);
    expect(late.types).not.toContain('feature_flags');
    expect([late.binary[0]?.readUInt32BE(0), late.binary[0]?.readUInt32BE(4)]).toEqual([1, 1]);
  });

  it('gets final pictures and texts as binary messages', async () => {
    const simulator = await start();
    const listener = await Listener.connect(simulator, 'me');
    const sent = await finished(simulator, picture('SaveImageWebsocket', { images: ['1', 0] }, 2), {
      client_id: 'me',
    });
    expect(sent.outputs).toEqual({});
    expect(listener.all('progress').map(({ value, max }) => [value, max])).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(listener.binary.map((frame) => frame.toString('hex', 0, 12))).toEqual(
      Array(2).fill('000000010000000289504e47'),
    );
    const talking = {
      ...slow(1),
      '2': { class_type: 'LabSlow', inputs: { image: ['1', 0], steps: 1, text: 'at' } },
    };
    await finished(simulator, talking, { client_id: 'me' });
    expect(listener.binary.at(-1)?.toString('latin1')).toBe('\0\0\0\x03\0\0\0\x012at 1/1');
  });

  it('loses its place when an older one with the same id ends', async () => {
    const simulator = await start();
    const old = await Listener.connect(simulator, 'me');
    const young = await Listener.connect(simulator, 'me');
    expect(old.isClosed).toBe(false);
    await old.close();
    await finished(simulator, slow(1), { client_id: 'me' });
    expect([young.isClosed, young.types]).toEqual([false, ['status']]);
  });

  it('keeps its place where that is mended', async () => {
    const simulator = await start({ socketBug: false });
    const old = await Listener.connect(simulator, 'me');
    const young = await Listener.connect(simulator, 'me');
    await old.close();
    const { prompt_id } = await submit(simulator, slow(1), { client_id: 'me' });
    await young.untilEnd(prompt_id);
  });

  it('answers pings and hears frames of any cut', async () => {
    const { port } = await start();
    const socket = connectSocket(port, '127.0.0.1');
    const heard: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => heard.push(chunk));
    socket.write(
      'GET /ws?clientId=x HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    const all = (): string => Buffer.concat(heard).toString('latin1');
    await eventually(() => all().includes('"sid"'));
    expect(all()).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    for (const byte of Buffer.from([0x89, 0x82, 1, 2, 3, 4, 0x69, 0x6b])) {
      socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually(() => all().endsWith('\x8a\x02hi'));
    socket.write(Buffer.from([0x88, 0x80, 0, 0, 0, 0]));
    await eventually(() => socket.readableEnded || socket.destroyed);
    socket.destroy();
  });

  it('is refused without the header that a proxy wants', async () => {
    const auth = { header: 'Authorization', value: 'Bearer secret' };
    const simulator = await start({ auth });
    expect((await call(simulator, 'GET', '/prompt')).status).toBe(401);
    expect((await call(simulator, 'GET', '/prompt', undefined, { authorization: auth.value })).status).toBe(
      200,
    );
    await expect(Listener.connect(simulator, 'me')).rejects.toThrow('no WebSocket');
    await Listener.connect(simulator, 'me', { headers: { authorization: auth.value } });
  });
});

describe('messages about progress', () => {
  it('leave steps out that come too soon after another', async () => {
    const simulator = await start({ stepMs: 1 });
    const listener = await Listener.connect(simulator, 'me');
    const { prompt_id } = await submit(simulator, textToImage({ steps: 20 }), { client_id: 'me' });
    await listener.untilEnd(prompt_id);
    const values = listener.all('progress').map(({ value }) => Number(value));
    expect(values.length).toBeLessThan(10);
    expect([values[0], values.at(-1)]).toEqual([1, 20]);
  });

  it('come for every step, and to everybody, from older releases', async () => {
    const simulator = await start({ version: '0.3.50' });
    const [mine, others] = [
      await Listener.connect(simulator, 'me'),
      await Listener.connect(simulator, 'other'),
    ];
    const { prompt_id } = await submit(simulator, slow(5), { client_id: 'me' });
    await mine.untilEnd(prompt_id);
    expect(mine.all('progress')).toHaveLength(5);
    await eventually(() => others.all('progress_state').length === mine.all('progress_state').length);
    expect(others.all('progress')).toEqual([]);
  });

  it('know no states before 0.3.45', async () => {
    const simulator = await start({ version: '0.3.40' });
    const listener = await Listener.connect(simulator, 'me');
    const { prompt_id } = await submit(simulator, slow(2), { client_id: 'me' });
    await listener.untilEnd(prompt_id);
    expect(listener.types).not.toContain('progress_state');
    expect((await call(simulator, 'GET', '/features')).status).toBe(404);
  });
});
