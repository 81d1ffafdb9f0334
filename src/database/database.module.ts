import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DataSource } from 'typeorm';
import { openSqlite } from './open-sqlite.js';
import { sqliteOptions } from './sqlite-options.js';
import { Database } from './database.js';
import { SettingsStore } from './settings-store.js';

/** Opens the database once, brings its schema up to date and gives `Database` to everyone. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: Settings) => ({ ...sqliteOptions(settings), retryAttempts: 0 }),
      dataSourceFactory: async (options) => openSqlite(options!),
    }),
  ],
  providers: [
    {
      provide: Database,
      inject: [DataSource],
      useFactory: (dataSource: DataSource) => new Database(dataSource),
    },
    SettingsStore,
  ],
  exports: [Database, SettingsStore],
})
export class DatabaseModule {}
