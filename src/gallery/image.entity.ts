import { Check, Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

export const IMAGE_ROLES = ['image', 'video', 'audio', 'text', 'grid', 'auxiliary'] as const;
/** What was asked for; the rest comes with it. */
export const RESULT_ROLES: readonly ImageRole[] = ['image', 'video', 'audio', 'text'];
export type ImageRole = (typeof IMAGE_ROLES)[number];

/** `saving` from before the file is written until its job has ended; only `saved` rows are shown to anyone. */
export type ImageState = 'saving' | 'saved';

/** `wanted` until a background task has made the usual sizes, or found that none can be made. */
export type PreviewState = 'wanted' | 'made' | 'failed';

/** A row of `images`. It outlives its job. Partial indexes are the migration's; TypeORM must leave them alone. */
@Entity('images')
@Check('images_state_known', `"state" IN ('saving', 'saved')`)
@Index('images_job_index', ['jobId', 'idx'], { unique: true })
@Index('images_filename', ['filename'], { unique: true })
@Index('images_unsaved', { synchronize: false })
@Index('images_listed', { synchronize: false })
@Index('images_by_hash', ['sha256'])
@Index('images_columns', { synchronize: false })
@Index('images_undescribed', { synchronize: false })
@Index('images_want_previews', { synchronize: false })
@Index('images_trashed', { synchronize: false })
export class ImageEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar', { name: 'job_id' }) jobId!: string;
  /** Of the job, when this row was last reserved: an older attempt must not touch the file any more. */
  @Column('integer') attempt!: number;
  /** From 0: results first, then grids, then auxiliary files. */
  @Column('integer') idx!: number;
  @Column('varchar', { default: 'saving' }) state!: ImageState;
  @Column('varchar', { default: 'image' }) role!: ImageRole;
  @Column('varchar') filename!: string;
  /** Below the images folder, with forward slashes: `2026-11-20/88615c9d_00001.png`. */
  @Column('varchar', { name: 'relative_path' }) relativePath!: string;
  @Column('varchar', { name: 'media_type' }) mediaType!: string;
  /** Pixels; 0 for what is no picture. */
  @Column('integer') width!: number;
  @Column('integer') height!: number;
  @Column('integer') bytes!: number;
  /** Lower-case hex. */
  @Column('varchar') sha256!: string;
  @Column('integer', { nullable: true }) seed!: number | null;
  @Column('text', { nullable: true }) infotext!: string | null;
  /** See `ImageParams`. */
  @Column('text', { name: 'params_json', nullable: true }) paramsJson!: string | null;
  @Column('varchar', { name: 'server_alias', nullable: true }) serverAlias!: string | null;
  @Column('varchar', { name: 'app_type', nullable: true }) appType!: string | null;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
  /** Whose job made it. */
  @Column('integer', { name: 'api_key_id', nullable: true }) apiKeyId!: number | null;
  /** Are the columns of `ImageDetails` filled? Rows of earlier versions are caught up with in the background. */
  @Column('boolean', { default: false }) described!: boolean;
  @Column('text', { nullable: true }) prompt!: string | null;
  @Column('text', { name: 'negative_prompt', nullable: true }) negativePrompt!: string | null;
  /** Without folder and extension. */
  @Column('varchar', { nullable: true }) model!: string | null;
  @Column('varchar', { name: 'model_hash', nullable: true }) modelHash!: string | null;
  @Column('varchar', { nullable: true }) sampler!: string | null;
  @Column('varchar', { nullable: true }) scheduler!: string | null;
  @Column('integer', { nullable: true }) steps!: number | null;
  @Column('real', { name: 'cfg_scale', nullable: true }) cfgScale!: number | null;
  /** `[{name, weight}]`. */
  @Column('text', { name: 'loras_json', default: '[]' }) lorasJson!: string;
  /** Of its job; `import` for imported ones. */
  @Column('varchar', { name: 'source_info', nullable: true }) sourceInfo!: string | null;
  @Column('varchar', { name: 'bulk_job_id', nullable: true }) bulkJobId!: string | null;
  /** Of imported ones: what the file was called before. */
  @Column('varchar', { name: 'original_name', nullable: true }) originalName!: string | null;
  @Column('boolean', { default: false }) favourite!: boolean;
  /** 1–5; 0: none. */
  @Column('integer', { default: 0 }) rating!: number;
  /** When it was put into the trash; null: it is not there. */
  @Column('varchar', { name: 'trashed_timestamp', nullable: true }) trashedAt!: string | null;
  @Column('varchar', { default: 'wanted' }) previews!: PreviewState;
}

@Entity('image_tags', { withoutRowid: true })
export class ImageTagEntity {
  @PrimaryColumn('integer', { name: 'image_id' }) imageId!: number;
  @PrimaryColumn('varchar') tag!: string;
}
