// For the TypeORM command line: `typeorm -d dist/src/database/data-source.js migration:run`.
import { mkdirSync } from 'node:fs';
import { PRIVATE } from '../config/private-folder.js';
import { DataSource } from 'typeorm';
import { readSettings } from '../config/settings.js';
import { sqliteOptions } from './sqlite-options.js';

const settings = readSettings(process.env);
mkdirSync(settings.dataDir, { recursive: true, mode: PRIVATE });

export default new DataSource(sqliteOptions(settings));
