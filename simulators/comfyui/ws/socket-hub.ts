import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProgressPicture } from '../execution/node-context.js';
import type { SocketFate } from '../knobs.js';
import { dumpsJson, isDict, parseJson } from '../python-json.js';
import type { Dict } from '../python-json.js';
import { previewFrame, previewWithMetadataFrame, textFrame } from './binary-frames.js';
import { ServerWebSocket } from './web-socket.js';

/** What the hub asks the server for. */
export interface HubServer {
  /** The registration of an id is lost when an older connection with it ends (#16010). */
  readonly hasBug: boolean;
  readonly hasFeatureFlags: boolean;
  queueInfo(): object;
  features(): object;
  /** The node that runs now for this client. */
  runningNodeOf(client: string): string | null;
  isSwallowed(type: string): boolean;
}

interface Registration {
  socket: ServerWebSocket;
  flags: Dict;
}

/** The WebSockets by client id. A second one with the same id takes the place of the first, which stays open. */
export class SocketHub {
  private readonly registered = new Map<string, Registration>();
  private readonly open = new Set<ServerWebSocket>();

  constructor(private readonly server: HubServer) {}

  /** @returns false for a request that is no handshake */
  connect(request: IncomingMessage, stream: Duplex, head: Buffer, clientId: string): boolean {
    const sid = clientId === '' ? randomUUID().replaceAll('-', '') : clientId;
    let isFirst = true;
    const socket = ServerWebSocket.accept(request, stream, head, {
      onText: (text) => {
        this.hear(sid, text, isFirst);
        isFirst = false;
      },
      onGone: () => this.leave(sid, socket),
    });
    if (!socket) return false;
    this.open.add(socket);
    this.registered.set(sid, { socket, flags: new Map() });
    this.greet(sid);
    return true;
  }

  get clientIds(): string[] {
    return [...this.registered.keys()];
  }

  /** To one client, or to everybody (null). */
  readonly send = (type: string, data: object, client: string | null): void => {
    if (this.server.isSwallowed(type)) return;
    const text = dumpsJson({ type, data });
    this.receivers(client).forEach(({ socket }) => socket.sendText(text));
  };

  /** Each gets the form it has negotiated. */
  sendPreview(picture: ProgressPicture, about: object, client: string | null): void {
    if (this.server.isSwallowed('preview')) return;
    for (const { socket, flags } of this.receivers(client)) {
      const isNew = flags.get('supports_preview_metadata') === true;
      socket.sendBinary(isNew ? previewWithMetadataFrame(picture, about) : previewFrame(picture));
    }
  }

  sendProgressText(nodeId: string, text: string, client: string | null): void {
    this.receivers(client).forEach(({ socket }) => socket.sendBinary(textFrame(nodeId, text)));
  }

  /** What the network does to the connections of a client, or to all. */
  strike(fate: SocketFate, client: string | null): void {
    const struck = client === null ? [...this.open] : this.receivers(client).map(({ socket }) => socket);
    for (const socket of struck) {
      if (fate === 'close') socket.close(1001);
      else if (fate === 'reset') socket.reset();
      else socket.halfOpen();
    }
  }

  /** Somebody else connects with the id of this client: its stream goes there from now on. */
  steal(client: string): boolean {
    return this.registered.delete(client);
  }

  closeAll(): void {
    this.open.forEach((socket) => socket.reset());
  }

  private receivers(client: string | null): Registration[] {
    if (client === null) return [...this.registered.values()];
    const one = this.registered.get(client);
    return one ? [one] : [];
  }

  private greet(sid: string): void {
    this.send('status', { status: this.server.queueInfo(), sid }, sid);
    const node = this.server.runningNodeOf(sid);
    if (node !== null) this.send('executing', { node }, sid);
  }

  /** Only the very first frame may say what the client can. */
  private hear(sid: string, text: string, isFirst: boolean): void {
    if (!isFirst || !this.server.hasFeatureFlags) return;
    const message = parseOrNull(text);
    const registration = this.registered.get(sid);
    if (!registration || !isDict(message) || message.get('type') !== 'feature_flags') return;
    const flags = message.get('data');
    if (isDict(flags)) registration.flags = flags;
    this.send('feature_flags', this.server.features(), sid);
  }

  private leave(sid: string, socket: ServerWebSocket | null): void {
    if (socket) this.open.delete(socket);
    if (this.server.hasBug || this.registered.get(sid)?.socket === socket) this.registered.delete(sid);
  }
}

function parseOrNull(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // Whatever clients send, the server logs a warning and goes on.
    return null;
  }
}
