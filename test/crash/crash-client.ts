// The client of a crash run: submits jobs, cancels a few, and writes down what it was promised. It stops at the first
// connection that breaks, as the server is then being killed.
import { pause } from '../../src/common/pause.js';
import { UnexpectedAnswer, type ApiClient, type Submission } from '../support/api-client.js';
import type { CrashHistory } from './crash-history.js';
import type { Random } from './random.js';

const MAX_RETRIES = 100;
const CANCELLED_SHARE = 0.04;
const PAUSE_SHARE = 0.5;
const LONGEST_PAUSE_MS = 200;

export class CrashClient {
  constructor(
    private readonly servers: readonly { alias: string; appType: string }[],
    private readonly history: CrashHistory,
    private readonly random: Random,
  ) {}

  /** Submits up to `count` jobs at the pace of a person or a script; fewer when the server goes away meanwhile. */
  async submit(api: ApiClient, count: number): Promise<void> {
    try {
      for (let n = 0; n < count; n += 1) {
        await this.submitOne(api);
        if (this.random.chance(PAUSE_SHARE)) await pause(this.random.between(1, LONGEST_PAUSE_MS));
      }
    } catch (error) {
      // A refusal is a finding; a broken connection is what the run is about.
      if (error instanceof UnexpectedAnswer) throw error;
    }
  }

  private async submitOne(api: ApiClient): Promise<void> {
    const seed = this.random.chance(0.5) ? this.random.between(0, 4_000_000_000) : null;
    const images = this.random.between(1, 2);
    const id = await this.ask(api, seed, images);
    this.history.accepted({ id, seed, images });
    if (this.random.chance(CANCELLED_SHARE)) await this.cancel(api, id);
  }

  private async ask(api: ApiClient, seed: number | null, images: number): Promise<string> {
    this.history.unanswered += 1;
    const id = await api.submit(this.body(seed, images));
    this.history.unanswered -= 1;
    return id;
  }

  private body(seed: number | null, images: number): Submission {
    const { random } = this;
    const server = random.pick(this.servers);
    return {
      appType: server.appType,
      params: {
        prompt: `crash ${random.between(0, 999_999)}`,
        seed: seed ?? -1,
        batch_size: images,
        steps: random.between(2, 12),
      },
      server: random.chance(0.4) ? server.alias : undefined,
      source: `client-${random.between(1, 3)}`,
      priority: random.between(4, 6),
      maxRetries: MAX_RETRIES,
    };
  }

  private async cancel(api: ApiClient, id: string): Promise<void> {
    this.history.maybeCancelled.add(id);
    const answer = await api.call('POST', `/api/v1/queue/jobs/${id}/cancel`);
    if (answer.status === 200) this.history.cancelAccepted(id);
    else this.history.maybeCancelled.delete(id);
  }
}
