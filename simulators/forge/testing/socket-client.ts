import { WebSocket } from 'undici';
import type { ForgeSimulator } from '../index.js';

/** A call over the WebSocket of Gradio 3, as a client makes it. */
export interface SocketMessage {
  msg: string;
  output?: { data?: unknown[]; error?: unknown };
  [more: string]: unknown;
}

export interface SocketTalk {
  messages: SocketMessage[];
  /** What the server closed with; 1006: without a word. */
  code: number;
}

export interface SocketCall {
  fn_index: number;
  data: unknown[];
  session_hash?: string;
}

/** Answers what the server asks for, to the end. `seen` hears each message, and may close. */
export function callBySocket(
  simulator: ForgeSimulator,
  call: SocketCall,
  options: {
    seen?: (message: SocketMessage, socket: WebSocket) => void;
    headers?: Record<string, string>;
  } = {},
): Promise<SocketTalk> {
  const { seen, headers = {} } = options;
  const socket = new WebSocket(`${simulator.url.replace('http', 'ws')}/queue/join`, { headers });
  const messages: SocketMessage[] = [];
  const { fn_index, data, session_hash = 'spec' } = call;
  socket.addEventListener('message', (event) => {
    const message = JSON.parse(String(event.data)) as SocketMessage;
    messages.push(message);
    if (message.msg === 'send_hash') socket.send(JSON.stringify({ fn_index, session_hash }));
    if (message.msg === 'send_data')
      socket.send(JSON.stringify({ fn_index, data, session_hash, event_data: null }));
    seen?.(message, socket);
  });
  return new Promise((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve({ messages, code }));
  });
}
