// Reads StableQueue's event stream as a client does, frame by frame.
import { request } from 'undici';

export interface ReadEvent {
  /** Null for events that carry no id. */
  id: number | null;
  type: string;
  data: Record<string, unknown>;
}

export interface ReadOptions {
  /** e.g. `kinds=job.completed` */
  query?: string;
  lastEventId?: number;
}

export class EventReader {
  readonly events: ReadEvent[] = [];
  readonly comments: string[] = [];
  /** Settles when the stream has ended, whoever ended it. */
  readonly ended: Promise<void>;

  private constructor(
    body: AsyncIterable<Buffer>,
    private readonly aborter: AbortController,
  ) {
    this.ended = this.read(body).catch(() => undefined);
  }

  /** Resolves once the server has opened the stream. */
  static async open(url: string, options: ReadOptions = {}): Promise<EventReader> {
    const aborter = new AbortController();
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (options.lastEventId !== undefined) headers['last-event-id'] = String(options.lastEventId);
    const answer = await request(`${url}/api/v1/events${options.query ? `?${options.query}` : ''}`, {
      headers,
      signal: aborter.signal,
      headersTimeout: 10_000,
      bodyTimeout: 0,
    });
    if (answer.statusCode !== 200)
      throw new Error(`The event stream answered ${answer.statusCode}: ${await answer.body.text()}`);
    return new EventReader(answer.body as AsyncIterable<Buffer>, aborter);
  }

  get lastId(): number {
    return this.events.findLast((event) => event.id !== null)?.id ?? 0;
  }

  of(type: string, jobId?: string): ReadEvent[] {
    return this.events.filter(
      (event) => event.type === type && (jobId === undefined || event.data['job_id'] === jobId),
    );
  }

  async close(): Promise<void> {
    this.aborter.abort();
    await this.ended;
  }

  private async read(body: AsyncIterable<Buffer>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) this.take(frame);
    }
  }

  private take(frame: string): void {
    const fields = new Map<string, string>();
    for (const line of frame.split('\n')) {
      const colon = line.indexOf(':');
      if (colon === 0) this.comments.push(line.slice(1).trim());
      else if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
    }
    const data = fields.get('data');
    if (data === undefined) return;
    const id = fields.get('id');
    this.events.push({
      id: id === undefined ? null : Number(id),
      type: fields.get('event') ?? 'message',
      data: JSON.parse(data) as Record<string, unknown>,
    });
  }
}
