// Questions to the servers themselves, for whatever no inventory tells: few at a time, the lists remembered shortly.
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Slots } from '../../../gallery/slots.js';
import { DispatchError, type SideAnswer, type SideQuestion } from '../../../dispatch/contract/index.js';
import type { FleetServer } from '../../../servers/server-fleet.js';
import { DoorServers } from './door-servers.js';

/** Connections to a server are few, and its looks and its jobs need them too. Lists never wait behind upscaling. */
const LISTS_AT_ONCE = 3;
const QUESTIONS_AT_ONCE = 2;
const LIST_MS = 10_000;
/** A list that every client asks for when it starts, and that changes when somebody copies a file. */
const REMEMBER_MS = 20_000;
const REMEMBERED = 1_000;

interface Remembered {
  untilMs: number;
  json: Promise<unknown>;
}

@Injectable()
export class SideQuestions implements OnModuleDestroy {
  private readonly slots = new Map<string, Slots>();
  private readonly lists = new Map<string, Remembered>();
  private readonly stopping = new AbortController();

  constructor(private readonly servers: DoorServers) {}

  onModuleDestroy(): void {
    this.stopping.abort(new DispatchError('busy', 'StableQueue is stopping.', { code: 'stopping' }));
  }

  /** @throws DispatchError when no whole answer came */
  async ask(server: FleetServer, question: SideQuestion): Promise<SideAnswer> {
    const ask = this.servers.askOf(server);
    if (!ask) return { status: 404, json: { detail: 'Not Found' } };
    return this.slotsOf(server, question.method).run(() =>
      ask(question, server.target, this.stopping.signal),
    );
  }

  /** What a GET answers with; undefined when the server has no such list or does not answer. */
  list(server: FleetServer, path: string, query = '', rememberMs = REMEMBER_MS): Promise<unknown> {
    const key = `${server.id} ${server.target.baseUrl} ${path}?${query}`;
    const known = this.lists.get(key);
    if (known && known.untilMs > Date.now()) return known.json;
    const json = this.ask(server, { method: 'GET', path, query, timeoutMs: LIST_MS }).then(
      (answer) => (answer.status === 200 ? answer.json : undefined),
      (error: unknown) => {
        this.lists.delete(key);
        // A server that is too busy to tell has nothing to add to a list; its looks notice when it is away.
        if (error instanceof DispatchError) return undefined;
        throw error;
      },
    );
    if (this.lists.size >= REMEMBERED) this.lists.clear();
    this.lists.set(key, { untilMs: Date.now() + rememberMs, json });
    return json;
  }

  private slotsOf(server: FleetServer, method: SideQuestion['method']): Slots {
    const key = `${server.id} ${method}`;
    const slots = this.slots.get(key) ?? new Slots(method === 'GET' ? LISTS_AT_ONCE : QUESTIONS_AT_ONCE);
    this.slots.set(key, slots);
    return slots;
  }

  /** After the server was told to look again. */
  forget(server: FleetServer): void {
    for (const key of this.lists.keys()) if (key.startsWith(`${server.id} `)) this.lists.delete(key);
  }
}
