import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ended jobs in the order in which they ended: what has become of them is read from its newest end. */
export class EndedJobs1764230100000 implements MigrationInterface {
  readonly name = 'EndedJobs1764230100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX "jobs_ended" ON "jobs" ("completion_timestamp", "seq") WHERE "completion_timestamp" IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "jobs_ended"`);
  }
}
