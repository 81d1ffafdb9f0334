import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { sqliteOptions } from '../database/sqlite-options.js';
import { newDataDir, removeDataDir } from './fixtures/servers-bed.js';
import { ServerEntity, ServerInventoryEntity } from './server.entity.js';

describe('the entities of servers', () => {
  let dataDir: string;
  beforeEach(() => void (dataDir = newDataDir()));
  afterEach(() => removeDataDir(dataDir));

  it('are exactly what the migrations make', async () => {
    const options = sqliteOptions({ dataDir, SQLITE_SYNCHRONOUS: 'normal' });
    const dataSource = await new DataSource({
      ...options,
      entities: [ServerEntity, ServerInventoryEntity],
    }).initialize();
    await dataSource.runMigrations();
    const differences = await dataSource.driver.createSchemaBuilder().log();
    await dataSource.destroy();
    expect(differences.upQueries.map(({ query }) => query)).toEqual([]);
  });
});
