import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // Workflows that jobs call by a name; one stands in for the built-in one of its name.
  `CREATE TABLE "workflow_templates" (
    "app_type" varchar NOT NULL,
    "name" varchar NOT NULL,
    "title" varchar NOT NULL,
    "workflow_json" text NOT NULL,
    "map_json" text NOT NULL,
    "created_timestamp" varchar NOT NULL,
    "updated_timestamp" varchar NOT NULL,
    PRIMARY KEY ("app_type", "name")
  )`,
];

const undo = [`DROP TABLE "workflow_templates"`];

export class WorkflowTemplates1764270000000 implements MigrationInterface {
  readonly name = 'WorkflowTemplates1764270000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of undo) await runner.query(statement);
  }
}
