// Questions that a person asks of a server now: does it work, what does it have.
import { Injectable } from '@nestjs/common';
import { DomainError, NotFoundError } from '../common/errors.js';
import { DispatchError } from '../dispatch/contract/index.js';
import { foresee } from './fleet-server.js';
import { InventoryCache } from './inventory-cache.js';
import { ServerFleet, type FleetServer } from './server-fleet.js';
import { ServerForm } from './server-form.js';
import type { UpdateServerDto } from './server-form.dto.js';
import { toInventoryDto, type ServerInventoryDto } from './server-inventory.dto.js';
import { toTestDto } from './server-presenter.js';
import { ServerProber } from './server-prober.js';
import type { ServerTestDto } from './server.dto.js';

/** Not a name that a server can have; one id for all, so that connections of tests do not pile up. */
const UNSAVED = { id: 'unsaved', alias: '(unsaved)' };

/** 502: we asked the server and got no use of its answer. */
export class ServerAnswerError extends DomainError {
  constructor(error: DispatchError) {
    super(
      error.code,
      502,
      error.message,
      error.serverMessage ? { server_message: error.serverMessage } : undefined,
    );
  }
}

@Injectable()
export class ServerChecks {
  constructor(
    private readonly fleet: ServerFleet,
    private readonly prober: ServerProber,
    private readonly form: ServerForm,
    private readonly inventories: InventoryCache,
  ) {}

  /** @throws NotFoundError */
  async test(alias: string): Promise<ServerTestDto> {
    return toTestDto(await this.prober.probeNow(this.find(alias)));
  }

  /** Looks at a server that is not stored; stored secrets are not used. @throws InvalidRequestError */
  async testUnsaved(dto: UpdateServerDto): Promise<ServerTestDto> {
    const fields = this.form.create({ ...dto, alias: dto.alias || 'unsaved' });
    const server = { ...fields, ...UNSAVED, createdAt: '', updatedAt: '', secretsProblem: null };
    return toTestDto(await this.prober.probeNow(foresee(undefined, server)));
  }

  /**
   * From memory, or from the server when nothing is known yet or `refresh` is set.
   * @throws NotFoundError, ServerAnswerError
   */
  async inventory(alias: string, refresh: boolean): Promise<ServerInventoryDto> {
    const server = this.find(alias);
    if (refresh || !this.inventories.current(server.id)) await this.ask(server);
    const known = this.inventories.current(server.id);
    if (!known) throw new NotFoundError('server', alias);
    return toInventoryDto(server.alias, known.inventory, known.refreshedAt);
  }

  private async ask(server: FleetServer): Promise<void> {
    if (server.secretsProblem) throw new DomainError('credentials_unreadable', 409, server.secretsProblem);
    await this.inventories.refresh(server.target).catch((error: unknown) => {
      throw error instanceof DispatchError ? new ServerAnswerError(error) : error;
    });
  }

  private find(alias: string): FleetServer {
    const server = this.fleet.byAlias(alias);
    if (!server) throw new NotFoundError('server', alias);
    return server;
  }
}
