import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many of a job's dependencies are not met: who ended well is met, and whoever ended at all where that is enough. */
const openOf = (child: string): string =>
  `(SELECT count(*) FROM "job_dependencies" d JOIN "jobs" p ON p."mobilesd_job_id" = d."parent" WHERE d."child" = ${child}
      AND (p."status" IN ('pending', 'processing') OR (p."status" <> 'completed' AND d."on_failure" = 'cancel')))`;
const childrenCounted = (parent: string): string =>
  `UPDATE "jobs" SET "open_dependencies" = ${openOf('"jobs"."mobilesd_job_id"')}
      WHERE "mobilesd_job_id" IN (SELECT "child" FROM "job_dependencies" WHERE "parent" = ${parent})`;
const isOver = (job: string): string => `(${job}."status" NOT IN ('pending', 'processing'))`;

const statements = [
  `ALTER TABLE "jobs" ADD COLUMN "open_dependencies" integer NOT NULL DEFAULT (0)`,
  // Which job waits for which. No foreign key on the parent: what waits for a job that is deleted is looked after with
  // these rows, before they go.
  `CREATE TABLE "job_dependencies" (
    "child" varchar NOT NULL,
    "parent" varchar NOT NULL,
    "on_failure" varchar NOT NULL DEFAULT ('cancel'),
    PRIMARY KEY ("child", "parent"),
    CONSTRAINT "job_dependencies_child" FOREIGN KEY ("child") REFERENCES "jobs" ("mobilesd_job_id") ON DELETE CASCADE,
    CONSTRAINT "job_dependencies_policy" CHECK ("on_failure" IN ('cancel', 'run')))`,
  `CREATE INDEX "job_dependencies_by_parent" ON "job_dependencies" ("parent")`,
  // Counted by triggers, so that whatever ends, deletes or retries a job frees or holds back those that wait for it in
  // the same transaction. Counted anew each time rather than up and down: a count that is right does not depend on which
  // way it came about.
  `CREATE TRIGGER "dependencies_counted" AFTER INSERT ON "job_dependencies" BEGIN
    UPDATE "jobs" SET "open_dependencies" = ${openOf('NEW."child"')} WHERE "mobilesd_job_id" = NEW."child";
  END`,
  `CREATE TRIGGER "jobs_end_frees" AFTER UPDATE OF "status" ON "jobs" WHEN ${isOver('OLD')} IS NOT ${isOver('NEW')} BEGIN
    ${childrenCounted('NEW."mobilesd_job_id"')};
  END`,
  `CREATE TRIGGER "jobs_deletion_frees" AFTER DELETE ON "jobs" BEGIN
    ${childrenCounted('OLD."mobilesd_job_id"')};
  END`,
];

const undo = [
  `DROP TRIGGER "jobs_deletion_frees"`,
  `DROP TRIGGER "jobs_end_frees"`,
  `DROP TABLE "job_dependencies"`,
  `ALTER TABLE "jobs" DROP COLUMN "open_dependencies"`,
];

export class JobDependencies1764240000000 implements MigrationInterface {
  readonly name = 'JobDependencies1764240000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of undo) await runner.query(statement);
  }
}
