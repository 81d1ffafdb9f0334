// Which heavy model each server has loaded, as well as can be told: what we sent there last, or what the server has said
// since. Names as `modelName` writes them.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { FleetServer } from '../servers/server-fleet.js';
import { modelName } from './job-work.js';

@Injectable()
export class LoadedModels {
  private readonly sent = new Map<string, { model: string; atMs: number }>();

  constructor(private readonly clock: Clock) {}

  /** A job of this model was given to the server, or has just ended there. */
  note(serverId: string, model: string): void {
    if (model !== '') this.sent.set(serverId, { model, atMs: this.clock.now() });
  }

  /** Empty when nobody knows. `busy`: a job of ours runs there. */
  of(server: Pick<FleetServer, 'id' | 'health'>, busy: boolean): string {
    const sent = this.sent.get(server.id);
    const { loadedCheckpoint, checkedAt, state } = server.health;
    if (sent && busy) return sent.model;
    if (state === 'unreachable') return '';
    const saidAtMs = checkedAt === null ? 0 : Date.parse(checkedAt);
    if (loadedCheckpoint !== null && (!sent || saidAtMs > sent.atMs)) return modelName(loadedCheckpoint);
    return sent?.model ?? '';
  }
}
