// GET and POST /sdapi/v1/options: the options of a server with those that this caller has set, for itself alone. On
// A1111 they are everybody's; behind a queue one client's choice of a model must not change another's pictures.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../access/contract/index.js';
import { DomainError } from '../../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { resolveModel } from '../../../dispatch/names/resolve-model.js';
import { ServerWordsError } from '../door-problem.js';
import { optionKeys } from '../lists/door-lists.js';
import { DoorServers } from '../lists/door-servers.js';
import { SideQuestions } from '../lists/side-questions.js';
import { DoorOptionsRepository } from './door-options.repository.js';
import { BARE_OPTIONS, isTooLarge, keptOptions, shownOptions, withOptions } from './option-rules.js';

const PATH = 'sdapi/v1/options';
const REMEMBER_MS = 5_000;

@Injectable()
export class CallerOptions {
  constructor(
    private readonly repository: DoorOptionsRepository,
    private readonly servers: DoorServers,
    private readonly questions: SideQuestions,
  ) {}

  async show(who: Principal, alias: string | null): Promise<JsonObject> {
    const [base, own] = await Promise.all([this.base(who, alias), this.repository.of(who.owner)]);
    return shownOptions(base, own);
  }

  /** @throws ServerWordsError for a checkpoint that no server has, DomainError `options_too_large` */
  async set(given: JsonObject, who: Principal, alias: string | null): Promise<void> {
    const base = await this.base(who, alias);
    await this.repository.change(who.owner, (own) => {
      const kept = keptOptions(given, base, own);
      const checkpoint = kept['sd_model_checkpoint'];
      if (checkpoint !== own['sd_model_checkpoint']) this.refuseUnknown(checkpoint, who, alias);
      if (isTooLarge(kept))
        throw new DomainError('options_too_large', 413, 'These options are too large to be kept.');
      return kept;
    });
  }

  /** The parameters with the caller's options where they do not say otherwise. */
  async applyTo(params: JsonObject, who: Principal, alias: string | null): Promise<JsonObject> {
    const own = await this.repository.of(who.owner);
    if (Object.keys(own).length === 0) return params;
    const inventories = this.servers.all(who, alias).map((server) => this.servers.inventoryOf(server));
    const known = new Set(inventories.flatMap((inventory) => optionKeys(inventory?.extra ?? {})));
    return withOptions(params, own, (name) => known.size === 0 || known.has(name));
  }

  /** Of the first server that answers. */
  private async base(who: Principal, alias: string | null): Promise<JsonObject> {
    for (const server of this.servers.online(who, alias)) {
      const options = await this.questions.list(server, PATH, '', REMEMBER_MS);
      if (!isJsonObject(options)) continue;
      // Forge tells null until somebody has chosen one.
      const loaded =
        options['sd_model_checkpoint'] ?? this.servers.inventoryOf(server)?.loadedCheckpoint ?? null;
      return { ...options, sd_model_checkpoint: loaded };
    }
    return BARE_OPTIONS;
  }

  private refuseUnknown(checkpoint: unknown, who: Principal, alias: string | null): void {
    if (checkpoint === null || checkpoint === undefined) return;
    const inventories = this.servers.all(who, alias).map((server) => this.servers.inventoryOf(server));
    const files = inventories.flatMap((inventory) => inventory?.checkpoints ?? []);
    if (files.length === 0) return;
    if (typeof checkpoint === 'string' && resolveModel(checkpoint, files).found !== 'none') return;
    throw new ServerWordsError(
      500,
      'RuntimeError',
      `model ${typeof checkpoint === 'string' ? `'${checkpoint}'` : JSON.stringify(checkpoint)} not found`,
    );
  }
}
