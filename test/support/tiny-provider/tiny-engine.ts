// An engine that draws squares, one at a time: all that the proof needs of a generation server.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';

export interface Drawing {
  id: string;
  outcome: 'waiting' | 'running' | 'completed' | 'failed' | 'interrupted';
  step: number;
  steps: number;
  pictures: string[];
  /** Somebody else's. */
  isForeign?: boolean;
}

const STEP_MS = 5;

export class TinyEngine {
  readonly drawings: Drawing[] = [];
  readonly knobs = { failing: false, stalling: false };
  stops = 0;
  private readonly server: Server;
  private readonly clock: NodeJS.Timeout;

  constructor() {
    this.server = createServer((request, response) => {
      const [, verb, id] = (request.url ?? '').split('/');
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const answer = this.answer(verb === 'stop' ? 'STOP' : (request.method ?? ''), id, body);
        response.writeHead(answer === null ? 404 : 200).end(JSON.stringify(answer));
      });
    });
    this.clock = setInterval(() => this.tick(), STEP_MS);
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    clearInterval(this.clock);
    this.server.closeAllConnections();
    this.server.close();
  }

  async draw(id: string, steps: number, seeds: number[], isForeign = false): Promise<void> {
    const drawing: Drawing = { id, outcome: 'waiting', step: 0, steps, pictures: [], isForeign };
    this.drawings.push(drawing);
    for (const seed of seeds) drawing.pictures.push(await square(seed));
  }

  interrupt(): void {
    const running = this.drawings.find(({ outcome }) => outcome === 'running');
    if (running) running.outcome = 'interrupted';
  }

  private answer(method: string, id: string | undefined, body: string): unknown {
    if (id === undefined)
      return { tiny: true, busy: this.drawings.some(({ outcome }) => /waiting|running/.test(outcome)) };
    if (method === 'POST') {
      const { steps, seeds } = JSON.parse(body) as { steps: number; seeds: number[] };
      void this.draw(id, steps, seeds);
      return {};
    }
    const drawing = this.drawings.find((one) => one.id === id) ?? null;
    if (method === 'STOP') {
      this.stops += 1;
      const isThere = drawing !== null && /waiting|running/.test(drawing.outcome);
      if (isThere) drawing.outcome = 'interrupted';
      return { stopped: isThere };
    }
    return drawing && { ...drawing, pictures: drawing.outcome === 'completed' ? drawing.pictures : [] };
  }

  private tick(): void {
    const running = this.drawings.find(({ outcome }) => outcome === 'running');
    if (!running) {
      const next = this.drawings.find(({ outcome }) => outcome === 'waiting');
      if (next) next.outcome = 'running';
      return;
    }
    if (this.knobs.stalling && running.step === 3) return;
    running.step += 1;
    if (this.knobs.failing && running.step === 2) running.outcome = 'failed';
    else if (running.step >= running.steps) running.outcome = 'completed';
  }
}

async function square(seed: number): Promise<string> {
  const create = { width: 8, height: 8, channels: 3 as const, background: { r: seed % 255, g: 90, b: 40 } };
  return (await sharp({ create }).png().toBuffer()).toString('base64');
}
