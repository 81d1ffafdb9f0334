import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { GalleryFixture } from './fixtures/gallery-fixture.js';
import { ImageEntity } from './image.entity.js';

const SCHEMA = `SELECT name, sql FROM sqlite_master WHERE tbl_name = 'images' AND name <> 'images_unsaved' ORDER BY name`;

describe('ImageEntity', () => {
  let fixture: GalleryFixture;
  beforeAll(async () => void (fixture = await GalleryFixture.open()));
  afterAll(() => fixture.close());

  it('describes the table that the migrations make', async () => {
    const options: DataSourceOptions = {
      type: 'better-sqlite3',
      database: ':memory:',
      entities: [ImageEntity],
      synchronize: true,
    };
    const described = await new DataSource(options).initialize();
    const expected = plain(await described.query(SCHEMA));
    await described.destroy();
    const names = Object.keys(expected);
    const migrated = plain(await fixture.database.read((manager) => manager.query(SCHEMA)));
    expect(Object.fromEntries(names.map((name) => [name, migrated[name]]))).toEqual(expected);
    expect(names).toEqual(['images', 'images_by_hash', 'images_filename', 'images_job_index']);
  });
});

/** White space aside, which differs between a statement written by hand and a made one. */
function plain(rows: { name: string; sql: string }[]): Record<string, string> {
  return Object.fromEntries(
    rows.map(({ name, sql }) => [
      name,
      sql
        .replace(/\s+/g, ' ')
        .replace(/ ?([(),]) ?/g, '$1')
        .trim(),
    ]),
  );
}
