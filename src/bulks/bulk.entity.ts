import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A set of jobs submitted together. */
@Entity('bulks')
@Index('bulks_id', ['id'], { unique: true })
@Index('bulks_by_key', ['apiKeyId', 'seq'])
export class BulkEntity {
  @PrimaryGeneratedColumn() seq!: number;
  /** `bulk_` and 8 hex digits. */
  @Column('varchar') id!: string;
  @Column('varchar', { nullable: true }) name!: string | null;
  @Column('integer', { name: 'api_key_id', nullable: true }) apiKeyId!: number | null;
  @Column('varchar', { name: 'source_info', nullable: true }) sourceInfo!: string | null;
  @Column('varchar', { name: 'app_type' }) appType!: string;
  @Column('varchar', { name: 'target_server_alias', nullable: true }) targetServerAlias!: string | null;
  @Column('integer', { name: 'total_jobs' }) totalJobs!: number;
  @Column('boolean', { default: false }) paused!: boolean;
  @Column('real', { name: 'job_delay_seconds', default: 0 }) jobDelaySeconds!: number;
  /** What the client asked for. */
  @Column('text', { name: 'request_json' }) requestJson!: string;
  @Column('text', { name: 'webhook_json', nullable: true }) webhookJson!: string | null;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
  /** When the last of its jobs ended; null again after a retry. */
  @Column('varchar', { name: 'finished_timestamp', nullable: true }) finishedAt!: string | null;
}
