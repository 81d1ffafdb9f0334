import { WebSocket } from 'undici';
import type { ComfyuiSimulator } from '../index.js';
import { eventually } from './simulator-client.js';

export interface Message {
  type: string;
  data: Record<string, unknown>;
}

/** A client's WebSocket that keeps what it hears; binary messages as `binary` with their bytes. */
export class Listener {
  readonly heard: Message[] = [];
  readonly binary: Buffer[] = [];
  isClosed = false;

  private constructor(private readonly socket: WebSocket) {
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => this.hear(data as string | ArrayBuffer));
    socket.addEventListener('close', () => {
      this.isClosed = true;
    });
  }

  static async connect(
    { url }: Pick<ComfyuiSimulator, 'url'>,
    clientId: string,
    options: { firstFrame?: object; headers?: Record<string, string>; path?: string } = {},
  ): Promise<Listener> {
    const { firstFrame, headers = {}, path = '/ws' } = options;
    const address = `${url.replace(/^http/, 'ws')}${path}?clientId=${encodeURIComponent(clientId)}`;
    const socket = new WebSocket(address, { headers });
    const listener = new Listener(socket);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('no WebSocket')));
    });
    if (firstFrame) listener.say(firstFrame);
    await listener.until('status');
    return listener;
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  get types(): string[] {
    return this.heard.map(({ type }) => type);
  }

  all(type: string): Record<string, unknown>[] {
    return this.heard.filter((message) => message.type === type).map(({ data }) => data);
  }

  until(type: string, check: (data: Record<string, unknown>) => boolean = () => true): Promise<Message> {
    return eventually(() => this.heard.find((message) => message.type === type && check(message.data)));
  }

  /** Until the end marker of a prompt. */
  untilEnd(promptId: string): Promise<Message> {
    return this.until('executing', ({ node, prompt_id }) => node === null && prompt_id === promptId);
  }

  close(): Promise<unknown> {
    this.socket.close();
    return eventually(() => this.isClosed);
  }

  private hear(data: string | ArrayBuffer): void {
    if (typeof data === 'string') {
      this.heard.push(JSON.parse(data) as Message);
      return;
    }
    const bytes = Buffer.from(data);
    this.binary.push(bytes);
    this.heard.push({ type: `BIN${bytes.readUInt32BE(0)}`, data: { bytes: bytes.length } });
  }
}
