// Asks a process that was started with `--inspect` for its memory after a full garbage collection.
import { readFileSync } from 'node:fs';
import { WebSocket } from 'undici';
import { isJsonObject, parseJson } from '../../src/common/json.js';

const ANSWER_TIMEOUT_MS = 30_000;

export interface MemoryUse {
  /** What the system counts for the process. */
  rssMb: number;
  /** Live objects of JavaScript. */
  heapMb: number;
}

/** `url` is the one that the process printed when its debugger began to listen. */
export async function memoryAtRest(url: string, pid: number): Promise<MemoryUse> {
  const inspector = await Inspector.connect(url);
  try {
    await inspector.ask('HeapProfiler.collectGarbage');
    const { usedSize } = await inspector.ask('Runtime.getHeapUsage');
    return { rssMb: residentMb(pid), heapMb: Number(usedSize) / 1e6 };
  } finally {
    inspector.close();
  }
}

function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

/** As much of the debugger's protocol as is needed: one question at a time. */
class Inspector {
  private constructor(private readonly socket: WebSocket) {}

  static connect(url: string): Promise<Inspector> {
    const socket = new WebSocket(url);
    return within(`the debugger at ${url} opens`, (resolve, reject) => {
      socket.addEventListener('open', () => resolve(new Inspector(socket)), { once: true });
      socket.addEventListener('error', () => reject(new Error(`The debugger at ${url} does not answer`)), {
        once: true,
      });
    });
  }

  ask(method: string): Promise<Record<string, unknown>> {
    return within(`${method} is answered`, (resolve, reject) => {
      this.socket.addEventListener(
        'message',
        (event) => {
          const answer = parseJson(String(event.data));
          if (isJsonObject(answer) && isJsonObject(answer['result'])) resolve(answer['result']);
          else reject(new Error(`${method} was answered with ${String(event.data)}`));
        },
        { once: true },
      );
      this.socket.send(JSON.stringify({ id: 1, method }));
    });
  }

  close(): void {
    this.socket.close();
  }
}

function within<T>(
  what: string,
  begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Not within ${ANSWER_TIMEOUT_MS} ms: ${what}`)),
      ANSWER_TIMEOUT_MS,
    );
    const settle =
      <V>(action: (value: V) => void) =>
      (value: V): void => {
        clearTimeout(timer);
        action(value);
      };
    begin(settle(resolve), settle(reject));
  });
}
