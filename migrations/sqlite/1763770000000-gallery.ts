import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the text index holds of the image in the row `NEW`. */
const TEXT_OF_NEW = `NEW."id", NEW."prompt", NEW."negative_prompt", NEW."model",
    (SELECT group_concat("value" ->> 'name', ' ') FROM json_each(CASE WHEN json_valid(NEW."loras_json") THEN NEW."loras_json" ELSE '[]' END)),
    NEW."filename" || ' ' || coalesce(NEW."original_name", '')`;
const TEXT_COLUMNS = `"rowid", "prompt", "negative_prompt", "model", "loras", "filename"`;

const statements = [
  // What people search by, written out; `described` tells rows whose columns are filled from those of earlier versions,
  // which a background task catches up with.
  `ALTER TABLE "images" ADD COLUMN "described" boolean NOT NULL DEFAULT (0)`,
  `ALTER TABLE "images" ADD COLUMN "prompt" text`,
  `ALTER TABLE "images" ADD COLUMN "negative_prompt" text`,
  `ALTER TABLE "images" ADD COLUMN "model" varchar`,
  `ALTER TABLE "images" ADD COLUMN "model_hash" varchar`,
  `ALTER TABLE "images" ADD COLUMN "sampler" varchar`,
  `ALTER TABLE "images" ADD COLUMN "scheduler" varchar`,
  `ALTER TABLE "images" ADD COLUMN "steps" integer`,
  `ALTER TABLE "images" ADD COLUMN "cfg_scale" real`,
  `ALTER TABLE "images" ADD COLUMN "loras_json" text NOT NULL DEFAULT ('[]')`,
  `ALTER TABLE "images" ADD COLUMN "source_info" varchar`,
  `ALTER TABLE "images" ADD COLUMN "bulk_job_id" varchar`,
  `ALTER TABLE "images" ADD COLUMN "original_name" varchar`,
  `ALTER TABLE "images" ADD COLUMN "favourite" boolean NOT NULL DEFAULT (0)`,
  `ALTER TABLE "images" ADD COLUMN "rating" integer NOT NULL DEFAULT (0)`,
  `ALTER TABLE "images" ADD COLUMN "trashed_timestamp" varchar`,
  `ALTER TABLE "images" ADD COLUMN "previews" varchar NOT NULL DEFAULT ('wanted')`,
  `CREATE INDEX "images_undescribed" ON "images" ("id") WHERE "described" = 0`,
  `CREATE INDEX "images_want_previews" ON "images" ("id") WHERE "state" = 'saved' AND "previews" = 'wanted'`,
  `CREATE INDEX "images_trashed" ON "images" ("trashed_timestamp", "id") WHERE "trashed_timestamp" IS NOT NULL`,
  `CREATE INDEX "images_by_hash" ON "images" ("sha256")`,
  // All that the gallery's columns in memory are read from, so that the long texts beside it stay on disk.
  `CREATE INDEX "images_columns" ON "images" ("id", "state", "role", "api_key_id", "app_type", "server_alias", "source_info",
    "bulk_job_id", "model", "sampler", "width", "height", "bytes", "seed", "favourite", "rating", "trashed_timestamp",
    "created_timestamp", "loras_json")`,
  // Lists are no longer read from these.
  `DROP INDEX "images_by_server"`,
  `DROP INDEX "images_by_app_type"`,
  `DROP INDEX "images_by_key"`,

  `CREATE TABLE "image_tags" (
    "image_id" integer NOT NULL,
    "tag" varchar NOT NULL,
    PRIMARY KEY ("image_id", "tag")
  ) WITHOUT ROWID`,
  `CREATE TABLE "collections" (
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" varchar NOT NULL,
    "api_key_id" integer,
    "created_timestamp" varchar NOT NULL
  )`,
  `CREATE TABLE "collection_images" (
    "image_id" integer NOT NULL,
    "collection_id" integer NOT NULL,
    PRIMARY KEY ("image_id", "collection_id")
  ) WITHOUT ROWID`,
  `CREATE INDEX "collection_images_by_collection" ON "collection_images" ("collection_id")`,
  `CREATE TRIGGER "images_leave" AFTER DELETE ON "images" BEGIN
    DELETE FROM "image_tags" WHERE "image_id" = OLD."id";
    DELETE FROM "collection_images" WHERE "image_id" = OLD."id";
  END`,
  `CREATE TRIGGER "collections_leave" AFTER DELETE ON "collections" BEGIN
    DELETE FROM "collection_images" WHERE "collection_id" = OLD."id";
  END`,

  // Full text of the images that are saved and described. It keeps no copy of the texts.
  `CREATE VIRTUAL TABLE "images_text" USING fts5("prompt", "negative_prompt", "model", "loras", "filename",
    content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')`,
  `CREATE TRIGGER "images_text_added" AFTER INSERT ON "images" WHEN NEW."state" = 'saved' AND NEW."described" = 1 BEGIN
    INSERT INTO "images_text" (${TEXT_COLUMNS}) VALUES (${TEXT_OF_NEW});
  END`,
  `CREATE TRIGGER "images_text_changed"
    AFTER UPDATE OF "state", "described", "prompt", "negative_prompt", "model", "loras_json", "filename", "original_name" ON "images"
    WHEN (OLD."state" = 'saved' AND OLD."described" = 1) OR (NEW."state" = 'saved' AND NEW."described" = 1) BEGIN
    DELETE FROM "images_text" WHERE "rowid" = OLD."id";
    INSERT INTO "images_text" (${TEXT_COLUMNS}) SELECT ${TEXT_OF_NEW} WHERE NEW."state" = 'saved' AND NEW."described" = 1;
  END`,
  `CREATE TRIGGER "images_text_removed" AFTER DELETE ON "images" WHEN OLD."state" = 'saved' AND OLD."described" = 1 BEGIN
    DELETE FROM "images_text" WHERE "rowid" = OLD."id";
  END`,
];

const COLUMNS = [
  ...['described', 'prompt', 'negative_prompt', 'model', 'model_hash', 'sampler', 'scheduler', 'steps'],
  ...['cfg_scale', 'loras_json', 'source_info', 'bulk_job_id', 'original_name', 'favourite', 'rating'],
  ...['trashed_timestamp', 'previews'],
];

const undo = [
  `DROP TRIGGER "images_text_removed"`,
  `DROP TRIGGER "images_text_changed"`,
  `DROP TRIGGER "images_text_added"`,
  `DROP TABLE "images_text"`,
  `DROP TRIGGER "collections_leave"`,
  `DROP TRIGGER "images_leave"`,
  `DROP TABLE "collection_images"`,
  `DROP TABLE "collections"`,
  `DROP TABLE "image_tags"`,
  `DROP INDEX "images_columns"`,
  `DROP INDEX "images_by_hash"`,
  `DROP INDEX "images_trashed"`,
  `DROP INDEX "images_want_previews"`,
  `DROP INDEX "images_undescribed"`,
  ...COLUMNS.map((column) => `ALTER TABLE "images" DROP COLUMN "${column}"`),
  `CREATE INDEX "images_by_server" ON "images" ("server_alias", "id", "role") WHERE "state" = 'saved'`,
  `CREATE INDEX "images_by_app_type" ON "images" ("app_type", "id", "role") WHERE "state" = 'saved'`,
  `CREATE INDEX "images_by_key" ON "images" ("api_key_id", "id", "role") WHERE "state" = 'saved' AND "api_key_id" IS NOT NULL`,
];

export class Gallery1763770000000 implements MigrationInterface {
  readonly name = 'Gallery1763770000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of undo) await runner.query(statement);
  }
}
