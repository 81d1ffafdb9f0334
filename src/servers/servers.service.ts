// Servers as people set them up: listed, added, changed, removed. Each change is one write with its event; the fleet
// is told after the commit. Looking at a server now is `server-checks.ts`.
import { Injectable } from '@nestjs/common';
import { ConflictError, InvalidRequestError } from '../common/errors.js';
import { Database } from '../database/database.js';
import { EventBus } from '../events/event-bus.js';
import { foresee } from './fleet-server.js';
import { ServerFleet } from './server-fleet.js';
import { ServerForm } from './server-form.js';
import type { CreateServerDto, UpdateServerDto } from './server-form.dto.js';
import { stateEvent, toServerDto } from './server-presenter.js';
import type { ServerDto } from './server.dto.js';
import { ServersRepository } from './servers.repository.js';
import type { Server, ServerChanges } from './server.js';

@Injectable()
export class ServersService {
  constructor(
    private readonly repository: ServersRepository,
    private readonly fleet: ServerFleet,
    private readonly form: ServerForm,
    private readonly database: Database,
    private readonly events: EventBus,
  ) {}

  /** By name. */
  async list(): Promise<ServerDto[]> {
    const [servers, running] = await Promise.all([this.repository.all(), this.repository.runningJobs()]);
    return servers.map((server) =>
      toServerDto(server, this.fleet.byId(server.id), running.get(server.id) ?? 0),
    );
  }

  /** @throws NotFoundError */
  async get(alias: string): Promise<ServerDto> {
    return this.show(await this.repository.byAlias(alias));
  }

  /** @throws InvalidRequestError, among others `alias_taken` */
  async create(dto: CreateServerDto): Promise<ServerDto> {
    const fields = this.form.create(dto);
    const server = await this.database.write(async () => {
      await this.refuseTaken(fields.alias);
      const stored = await this.repository.insert(fields);
      await this.events.append(stateEvent(foresee(undefined, stored)));
      return stored;
    });
    this.fleet.put(server);
    return this.show(server);
  }

  /**
   * Changes what the request names and nothing else; secrets that are not sent stay.
   * @throws NotFoundError, InvalidRequestError, among others `alias_taken`
   */
  update(alias: string, dto: UpdateServerDto): Promise<ServerDto> {
    return this.apply(alias, (server) => this.form.change(dto, server));
  }

  /** Drain, resume, enable and disable. @throws NotFoundError */
  change(alias: string, changes: Pick<ServerChanges, 'enabled' | 'draining'>): Promise<ServerDto> {
    return this.apply(alias, () => changes);
  }

  /**
   * Jobs that wait for it go on waiting, for a server of that name.
   * @returns how many those are
   * @throws NotFoundError, ConflictError `server_busy` while jobs run there unless `force`
   */
  async remove(alias: string, force: boolean): Promise<number> {
    const { id, waiting } = await this.database.write(async () => {
      const server = await this.repository.byAlias(alias);
      const running = (await this.repository.runningJobs()).get(server.id) ?? 0;
      if (running > 0 && !force) throw busy(alias, running);
      await this.repository.remove(server.id);
      await this.events.append({
        type: 'server.state',
        serverAlias: alias,
        data: { state: 'removed', problem: null },
      });
      return { id: server.id, waiting: await this.repository.waitingFor(alias) };
    });
    this.fleet.remove(id);
    return waiting;
  }

  private async apply(alias: string, decide: (server: Server) => ServerChanges): Promise<ServerDto> {
    const after = await this.database.write(async () => {
      const before = await this.repository.byAlias(alias);
      const changes = decide(before);
      if (changes.alias !== undefined) await this.refuseTaken(changes.alias, before.id);
      const stored = await this.repository.update(before, changes);
      const renamed = stored.alias === alias ? {} : { previous_alias: alias };
      await this.events.append(stateEvent(foresee(this.fleet.byId(stored.id), stored), renamed));
      return stored;
    });
    this.fleet.put(after);
    return this.show(after);
  }

  private async show(server: Server): Promise<ServerDto> {
    const running = await this.repository.runningJobs();
    return toServerDto(server, this.fleet.byId(server.id), running.get(server.id) ?? 0);
  }

  private async refuseTaken(alias: string, exceptId?: string): Promise<void> {
    const other = await this.repository.aliasLike(alias);
    if (other && other.id !== exceptId) {
      const message = `There is already a server "${other.alias}". Choose another alias.`;
      throw new InvalidRequestError(message, [{ path: 'alias', message }], 'alias_taken');
    }
  }
}

function busy(alias: string, running: number): ConflictError {
  const jobs = running === 1 ? 'A job is' : `${running} jobs are`;
  const message = `${jobs} running on the server "${alias}". Drain it and wait, or repeat this with ?force=true.`;
  return new ConflictError('server_busy', message, { running_jobs: running });
}
