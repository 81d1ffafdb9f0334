// The lists of the A1111 API, merged over the servers that a caller may use. Empty while none of them is online.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../access/contract/index.js';
import { NotFoundError } from '../../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { Inventory } from '../../../dispatch/contract/index.js';
import type { FleetServer } from '../../../servers/server-fleet.js';
import { DoorServers } from './door-servers.js';
import { mergeCheckpoints, mergeLists, mergeObjects, nameOf, toLora, toModule } from './merge-lists.js';
import { SideQuestions } from './side-questions.js';

/** The option by which a server chooses several VAE and text encoder files; the others choose one VAE. */
const MODULES_OPTION = 'forge_additional_modules';

@Injectable()
export class DoorLists {
  constructor(
    private readonly servers: DoorServers,
    private readonly questions: SideQuestions,
  ) {}

  async checkpoints(who: Principal, alias: string | null): Promise<JsonObject[]> {
    return mergeCheckpoints(await this.inventories(who, alias));
  }

  /** By title, name, file or hash. @throws NotFoundError */
  async checkpoint(id: string, who: Principal, alias: string | null): Promise<JsonObject> {
    return one('checkpoint', id, await this.checkpoints(who, alias));
  }

  async loras(who: Principal, alias: string | null): Promise<JsonObject[]> {
    const files = (await this.inventories(who, alias)).flatMap(({ loras }) => loras);
    return mergeLists([files.map(toLora)], nameOf) as JsonObject[];
  }

  /** By name, alias or file. @throws NotFoundError */
  async lora(id: string, who: Principal, alias: string | null): Promise<JsonObject> {
    return one('lora', id, await this.loras(who, alias));
  }

  /** `several`: of servers that take several modules, or of those that take one VAE. */
  async modules(who: Principal, alias: string | null, several: boolean): Promise<JsonObject[]> {
    const inventories = (await this.inventories(who, alias)).filter(
      ({ extra }) => optionKeys(extra).includes(MODULES_OPTION) === several,
    );
    return mergeLists([inventories.flatMap(({ modules }) => modules).map(toModule)], nameOf) as JsonObject[];
  }

  /** A list of the servers' own, each thing once. */
  async named(path: string, who: Principal, alias: string | null): Promise<unknown[]> {
    return mergeLists(await this.fromEach(path, '', who, alias), nameOf);
  }

  /** An object with lists or objects in it; `empty` gives the members that are always there. */
  async grouped(
    path: string,
    empty: JsonObject,
    who: Principal,
    alias: string | null,
    query = '',
  ): Promise<JsonObject> {
    return { ...empty, ...mergeObjects(await this.fromEach(path, query, who, alias)) };
  }

  /** Of the first server that answers; undefined when none does. */
  async first(path: string, who: Principal, alias: string | null): Promise<unknown> {
    for (const server of this.servers.online(who, alias)) {
      const json = await this.questions.list(server, path);
      if (json !== undefined) return json;
    }
    return undefined;
  }

  private fromEach(path: string, query: string, who: Principal, alias: string | null): Promise<unknown[]> {
    const servers = this.servers.online(who, alias);
    return Promise.all(servers.map((server) => this.questions.list(server, path, query)));
  }

  private async inventories(who: Principal, alias: string | null): Promise<Inventory[]> {
    const known = await Promise.all(
      this.servers.online(who, alias).map((server) => this.inventoryOf(server)),
    );
    return known.filter((inventory) => inventory !== null);
  }

  /** A server that has just come online may not have been asked yet. */
  private async inventoryOf(server: FleetServer): Promise<Inventory | null> {
    return this.servers.inventoryOf(server) ?? this.servers.refresh(server).catch(() => null);
  }
}

export function optionKeys(extra: Inventory['extra']): string[] {
  const keys = extra['option_keys'];
  return Array.isArray(keys) ? (keys as string[]) : [];
}

function one(kind: string, id: string, items: JsonObject[]): JsonObject {
  const wanted = id.toLowerCase();
  const names = ['title', 'model_name', 'name', 'alias', 'hash', 'sha256', 'filename', 'path'];
  const isIt = (item: JsonObject): boolean =>
    names.some((name) => textOf(item[name]).toLowerCase() === wanted) ||
    fileName(item).toLowerCase() === wanted;
  const found = items.find((item) => isJsonObject(item) && isIt(item));
  if (!found) throw new NotFoundError(kind, id);
  return found;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fileName(item: JsonObject): string {
  return (
    textOf(item['filename'] ?? item['path'])
      .split(/[\\/]/)
      .at(-1) ?? ''
  );
}
