import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What makes a bulk a pipeline: the steps that its jobs belong to. */
export class Pipelines1764240100000 implements MigrationInterface {
  readonly name = 'Pipelines1764240100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "pipelines" (
        "id" varchar PRIMARY KEY NOT NULL,
        "steps_json" text NOT NULL,
        CONSTRAINT "pipelines_bulk" FOREIGN KEY ("id") REFERENCES "bulks" ("id") ON DELETE CASCADE
      )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "pipelines"`);
  }
}
