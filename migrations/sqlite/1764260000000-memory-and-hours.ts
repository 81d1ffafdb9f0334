import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // What a job needs of a GPU: megapixels of a picture at its largest, pictures at once. NULL: not read yet.
  `ALTER TABLE "jobs" ADD COLUMN "megapixels" real`,
  `ALTER TABLE "jobs" ADD COLUMN "batch" integer`,
  // How far its tries to find enough memory have come.
  `ALTER TABLE "jobs" ADD COLUMN "memory_stage_json" text`,
  `CREATE TABLE "memory_samples" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "server_id" varchar NOT NULL,
    "gpu_bytes" integer,
    "app_type" varchar NOT NULL,
    "model" varchar NOT NULL,
    "size" real NOT NULL,
    "fitted" boolean NOT NULL,
    "peak_bytes" integer,
    "timestamp" varchar NOT NULL
  )`,
  `ALTER TABLE "servers" ADD COLUMN "gpu" varchar`,
  `ALTER TABLE "servers" ADD COLUMN "idle_unload_minutes" integer`,
  `ALTER TABLE "servers" ADD COLUMN "hours_json" text`,
  `ALTER TABLE "servers" ADD COLUMN "busy_hook_encrypted" text`,
  `ALTER TABLE "servers" ADD COLUMN "idle_hook_encrypted" text`,
  // While its hook before the first job has been called, and the one after the last has not.
  `ALTER TABLE "servers" ADD COLUMN "busy_since" varchar`,
];

/** What jobs need of a GPU, and when and with whom servers share theirs. */
export class MemoryAndHours1764260000000 implements MigrationInterface {
  readonly name = 'MemoryAndHours1764260000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of [
      ...['busy_since', 'idle_hook_encrypted', 'busy_hook_encrypted'],
      ...['hours_json', 'idle_unload_minutes', 'gpu'],
    ])
      await runner.query(`ALTER TABLE "servers" DROP COLUMN "${column}"`);
    await runner.query(`DROP TABLE "memory_samples"`);
    for (const column of ['memory_stage_json', 'batch', 'megapixels'])
      await runner.query(`ALTER TABLE "jobs" DROP COLUMN "${column}"`);
  }
}
