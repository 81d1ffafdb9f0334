// What callers save to use again. Each has its own, whatever its scopes; the console is one of them.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { ConflictError, NotFoundError } from '../common/errors.js';
import { Database } from '../database/database.js';
import type { CreatePresetDto, PresetDto, PresetKind, UpdatePresetDto } from './presets.dto.js';
import { PresetsRepository, type PresetRow } from './presets.repository.js';

const MOST = 1_000;

@Injectable()
export class PresetsService {
  constructor(
    private readonly repository: PresetsRepository,
    private readonly database: Database,
  ) {}

  async list(kind: PresetKind | undefined, who: Principal): Promise<PresetDto[]> {
    return (await this.repository.list(who.owner, kind)).map(toDto);
  }

  /** @throws ConflictError `name_taken`, `too_many_presets` */
  create({ kind, name, body }: CreatePresetDto, who: Principal): Promise<PresetDto> {
    const { owner } = who;
    return this.database.write(async () => {
      if ((await this.repository.count(owner)) >= MOST)
        throw new ConflictError('too_many_presets', `There are ${MOST} presets; delete some first.`);
      const row = await this.repository.insert({ owner, kind, name, body_json: JSON.stringify(body) });
      if (!row) throw taken(kind, name);
      return toDto(row);
    });
  }

  /** @throws NotFoundError, ConflictError `name_taken` */
  update(id: string, changes: UpdatePresetDto, who: Principal): Promise<PresetDto> {
    return this.database.write(async () => {
      const before = await this.repository.find(id, who.owner);
      if (!before) throw new NotFoundError('preset', id);
      const name = changes.name ?? before.name;
      const bodyJson = changes.body ? JSON.stringify(changes.body) : before.body_json;
      const row = await this.repository.update({ id, owner: who.owner, name, body_json: bodyJson });
      if (!row) throw taken(before.kind, name);
      return toDto(row);
    });
  }

  /** @throws NotFoundError */
  async delete(id: string, who: Principal): Promise<void> {
    if (!(await this.repository.delete(id, who.owner))) throw new NotFoundError('preset', id);
  }
}

function taken(kind: PresetKind, name: string): ConflictError {
  return new ConflictError('name_taken', `There is already a preset of the kind ${kind} named "${name}".`);
}

function toDto(row: PresetRow): PresetDto {
  const { id, kind, name, body_json, created_timestamp, updated_timestamp } = row;
  const body = JSON.parse(body_json) as Record<string, unknown>;
  return { id, kind, name, body, created_timestamp, updated_timestamp };
}
