// What people change about images. One write for a whole selection: the rows and the events that tell of them.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database.js';
import { EventBus } from '../../events/event-bus.js';
import type { StoredEventType } from '../../events/app-event.js';
import { MOST_TAGS_OF_AN_IMAGE } from './changes.dto.js';

export interface ImageChange {
  favourite?: boolean;
  rating?: number;
  /** Null takes it out of the trash. */
  trashedAt?: string | null;
  tags?: { how: 'replace' | 'add' | 'remove'; tags: string[] };
  collection?: { how: 'add' | 'remove'; id: number };
}

/** An image that a change is about. */
export interface ChangedImage {
  id: number;
  filename: string;
  apiKeyId: number | null;
}

export interface ChangeOutcome {
  done: ChangedImage[];
  /** They would have had more tags than an image may have. */
  tooManyTags: ChangedImage[];
}

const PER_STATEMENT = 500;
const NAMES_PER_EVENT = 200;

@Injectable()
export class ImageChanges {
  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
  ) {}

  /** The saved images of these names that `may` says yes to, in the order of the names. */
  find(filenames: string[], may: (apiKeyId: number | null) => boolean): Promise<ChangedImage[]> {
    return this.database.read(async (manager) => {
      const found = await inParts(filenames, (marks, part) =>
        manager.query<ChangedImage[]>(
          `SELECT id, filename, api_key_id AS apiKeyId FROM images WHERE filename IN (${marks}) AND state = 'saved'`,
          part,
        ),
      );
      const byName = new Map(
        found.filter((image) => may(image.apiKeyId)).map((image) => [image.filename, image]),
      );
      return filenames.flatMap((filename) => byName.get(filename) ?? []);
    });
  }

  apply(images: ChangedImage[], change: ImageChange): Promise<ChangeOutcome> {
    return this.database.write(async (manager) => {
      const { tags, collection } = change;
      const outcome = tags ? await changeTags(manager, images, tags) : { done: images, tooManyTags: [] };
      const ids = outcome.done.map((image) => image.id);
      await setColumns(manager, ids, change);
      if (collection) await changeCollection(manager, ids, collection);
      await this.tell('image.updated', outcome.done);
      return outcome;
    });
  }

  /** Rows only; whoever asks has the files to remove. @returns those that were there */
  remove(images: ChangedImage[]): Promise<ChangedImage[]> {
    return this.database.write(async (manager) => {
      const rows = await inParts(
        images.map((image) => image.id),
        (marks, part) =>
          manager.query<{ id: number }[]>(
            `DELETE FROM images WHERE id IN (${marks}) AND state = 'saved' RETURNING id`,
            part,
          ),
      );
      const gone = new Set(rows.map((row) => row.id));
      const removed = images.filter((image) => gone.has(image.id));
      await this.tell('image.deleted', removed);
      return removed;
    });
  }

  /** Nobody is told of somebody else's images, so each owner's are told apart. */
  private async tell(type: StoredEventType, images: ChangedImage[]): Promise<void> {
    for (const apiKeyId of new Set(images.map((image) => image.apiKeyId))) {
      const names = images.filter((image) => image.apiKeyId === apiKeyId).map((image) => image.filename);
      for (let from = 0; from < names.length; from += NAMES_PER_EVENT)
        await this.events.append({
          type,
          apiKeyId,
          data: { filenames: names.slice(from, from + NAMES_PER_EVENT) },
        });
    }
  }
}

async function setColumns(manager: EntityManager, ids: number[], change: ImageChange): Promise<void> {
  const columns = {
    favourite: change.favourite === undefined ? undefined : Number(change.favourite),
    rating: change.rating,
    trashed_timestamp: change.trashedAt,
  };
  const set = Object.entries(columns).filter(([, value]) => value !== undefined);
  if (!set.length) return;
  const values = set.map(([, value]) => value);
  await inParts(ids, (marks, part) =>
    manager.query<unknown[]>(
      `UPDATE images SET ${set.map(([column]) => `${column} = ?`).join(', ')} WHERE id IN (${marks}) RETURNING 1`,
      [...values, ...part],
    ),
  );
}

async function changeTags(
  manager: EntityManager,
  images: ChangedImage[],
  { how, tags }: NonNullable<ImageChange['tags']>,
): Promise<ChangeOutcome> {
  const list = JSON.stringify(tags);
  const ids = images.map((image) => image.id);
  const full = how === 'add' ? await withTooManyTags(manager, ids, list) : new Set<number>();
  const done = images.filter((image) => !full.has(image.id));
  const sql = {
    replace: `DELETE FROM image_tags WHERE tag NOT IN (SELECT value FROM json_each(?)) AND image_id IN`,
    remove: `DELETE FROM image_tags WHERE tag IN (SELECT value FROM json_each(?)) AND image_id IN`,
    add: null,
  }[how];
  await inParts(
    done.map((image) => image.id),
    async (marks, part) => {
      if (sql) await manager.query(`${sql} (${marks})`, [list, ...part]);
      if (how === 'remove') return [];
      await manager.query(
        `INSERT OR IGNORE INTO image_tags (image_id, tag)
           SELECT images.id, tag.value FROM json_each(?) AS tag JOIN images WHERE images.id IN (${marks})`,
        [list, ...part],
      );
      return [];
    },
  );
  return { done, tooManyTags: images.filter((image) => full.has(image.id)) };
}

/** Of these images those that would then have more tags than one may have. */
async function withTooManyTags(manager: EntityManager, ids: number[], list: string): Promise<Set<number>> {
  const rows = await inParts(ids, (marks, part) =>
    manager.query<{ id: number }[]>(
      `SELECT image_id AS id FROM image_tags
         WHERE image_id IN (${marks}) AND tag NOT IN (SELECT value FROM json_each(?))
         GROUP BY image_id HAVING count(*) + json_array_length(?) > ${MOST_TAGS_OF_AN_IMAGE}`,
      [...part, list, list],
    ),
  );
  return new Set(rows.map((row) => row.id));
}

async function changeCollection(
  manager: EntityManager,
  ids: number[],
  { how, id }: NonNullable<ImageChange['collection']>,
): Promise<void> {
  const sql =
    how === 'add'
      ? `INSERT OR IGNORE INTO collection_images (collection_id, image_id) SELECT collections.id, images.id
           FROM collections JOIN images WHERE collections.id = ? AND images.id IN`
      : `DELETE FROM collection_images WHERE collection_id = ? AND image_id IN`;
  await inParts(ids, (marks, part) =>
    manager.query<unknown[]>(`${sql} (${marks}) RETURNING 1`, [id, ...part]),
  );
}

async function inParts<Id, Row>(
  ids: Id[],
  query: (marks: string, part: Id[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < ids.length; from += PER_STATEMENT) {
    const part = ids.slice(from, from + PER_STATEMENT);
    rows.push(...(await query(part.map(() => '?').join(), part)));
  }
  return rows;
}
