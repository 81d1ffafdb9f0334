import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // What the scheduler weighs. `model` and `work` are NULL where they have not been read from the parameters yet.
  `ALTER TABLE "jobs" ADD COLUMN "background" boolean NOT NULL DEFAULT (0)`,
  `ALTER TABLE "jobs" ADD COLUMN "model" varchar`,
  `ALTER TABLE "jobs" ADD COLUMN "work" real`,
  `ALTER TABLE "jobs" ADD COLUMN "placed" boolean NOT NULL DEFAULT (0)`,
  `ALTER TABLE "jobs" ADD COLUMN "tags" varchar NOT NULL DEFAULT ('')`,
  `UPDATE "jobs" SET "background" = 1 WHERE "bulk_job_id" IS NOT NULL`,
  // How long a generation waited in its server's own queue, and how long its model took to load.
  `ALTER TABLE "jobs" ADD COLUMN "queued_seconds" real`,
  `ALTER TABLE "jobs" ADD COLUMN "load_seconds" real`,
  `CREATE TABLE "model_loads" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "server_id" varchar NOT NULL,
    "model" varchar NOT NULL,
    "seconds" real NOT NULL,
    "timestamp" varchar NOT NULL
  )`,
  // A claim names the job that was chosen in memory.
  `DROP INDEX "jobs_waiting_pinned"`,
  `DROP INDEX "jobs_waiting_any"`,
  `ALTER TABLE "servers" ADD COLUMN "tags" varchar NOT NULL DEFAULT ('')`,
  `ALTER TABLE "servers" ADD COLUMN "look_ahead" boolean NOT NULL DEFAULT (0)`,
];

/** What claims looked through before. */
const CLAIM_INDEXES = [
  `CREATE INDEX "jobs_waiting_pinned" ON "jobs" ("target_server_alias", "priority" DESC, "round", "position")
     WHERE "status" = 'pending' AND "target_server_alias" IS NOT NULL`,
  `CREATE INDEX "jobs_waiting_any" ON "jobs" ("app_type", "priority" DESC, "round", "position")
     WHERE "status" = 'pending' AND "target_server_alias" IS NULL`,
];

/** What jobs need and cost, what servers are for, and how long models take to load. */
export class Scheduling1764250000000 implements MigrationInterface {
  readonly name = 'Scheduling1764250000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "model_loads"`);
    for (const index of CLAIM_INDEXES) await runner.query(index);
    for (const column of ['look_ahead', 'tags'])
      await runner.query(`ALTER TABLE "servers" DROP COLUMN "${column}"`);
    for (const column of ['load_seconds', 'queued_seconds', 'tags', 'placed', 'work', 'model', 'background'])
      await runner.query(`ALTER TABLE "jobs" DROP COLUMN "${column}"`);
  }
}
