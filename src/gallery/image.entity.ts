import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const IMAGE_ROLES = ['image', 'grid', 'auxiliary'] as const;
export type ImageRole = (typeof IMAGE_ROLES)[number];

/** `saving` from before the file is written until its job has ended; only `saved` rows are shown to anyone. */
export type ImageState = 'saving' | 'saved';

/** A row of `images`. It outlives its job. Partial indexes are the migration's; TypeORM must leave them alone. */
@Entity('images')
@Check('images_state_known', `"state" IN ('saving', 'saved')`)
@Index('images_job_index', ['jobId', 'idx'], { unique: true })
@Index('images_filename', ['filename'], { unique: true })
@Index('images_unsaved', { synchronize: false })
@Index('images_listed', { synchronize: false })
@Index('images_by_server', { synchronize: false })
@Index('images_by_app_type', { synchronize: false })
@Index('images_by_key', { synchronize: false })
export class ImageEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar', { name: 'job_id' }) jobId!: string;
  /** Of the job, when this row was last reserved: an older attempt must not touch the file any more. */
  @Column('integer') attempt!: number;
  /** From 0: results first, then grids, then auxiliary pictures. */
  @Column('integer') idx!: number;
  @Column('varchar', { default: 'saving' }) state!: ImageState;
  @Column('varchar', { default: 'image' }) role!: ImageRole;
  @Column('varchar') filename!: string;
  /** Below the images folder, with forward slashes: `2026-11-20/88615c9d_00001.png`. */
  @Column('varchar', { name: 'relative_path' }) relativePath!: string;
  @Column('varchar', { name: 'media_type' }) mediaType!: string;
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
}
