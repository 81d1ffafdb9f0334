// What submitting costs at least: Express and better-sqlite3, nothing else. Takes the same body, stores the same row
// with the same durability in one prepared INSERT, answers 202. Validates, numbers and tells nobody anything.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import express from 'express';

const [folder = '.'] = process.argv.slice(2);
const database = new BetterSqlite3(join(folder, 'bare.sqlite'));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec(`CREATE TABLE jobs (
  seq integer PRIMARY KEY AUTOINCREMENT, mobilesd_job_id varchar NOT NULL UNIQUE, status varchar NOT NULL, app_type varchar NOT NULL,
  target_server_alias varchar, source_info varchar, lane varchar NOT NULL, priority integer NOT NULL, round integer NOT NULL,
  position integer NOT NULL, not_before varchar, max_retries integer NOT NULL, creation_timestamp varchar NOT NULL,
  last_updated_timestamp varchar NOT NULL, prompt text, generation_params_json text NOT NULL, request_json text)`);
const insert = database.prepare(`INSERT INTO jobs
  (mobilesd_job_id, status, app_type, target_server_alias, source_info, lane, priority, round, position, not_before, max_retries,
   creation_timestamp, last_updated_timestamp, prompt, generation_params_json, request_json)
  VALUES (?, 'pending', ?, ?, ?, ?, ?, 0, 0, NULL, 3, ?, ?, ?, ?, ?)`);

interface Asked {
  app_type: string;
  target_server_alias?: string;
  source_info: string;
  priority: number;
  generation_params: { prompt: string };
}

const app = express();
app.use(express.json({ limit: '64mb' }));
app.post('/api/v1/generate', (request, response) => {
  const asked = request.body as Asked;
  const { app_type: appType, source_info: source, priority, generation_params: params } = asked;
  const id = randomUUID();
  const now = new Date().toISOString();
  const paramsJson = JSON.stringify(params);
  const alias = asked.target_server_alias ?? null;
  insert.run(
    id,
    appType,
    alias,
    source,
    source,
    priority,
    now,
    now,
    params.prompt,
    paramsJson,
    JSON.stringify(asked),
  );
  response.status(202).json({ success: true, job_id: id, status: 'pending', creation_timestamp: now });
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`bare server on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
