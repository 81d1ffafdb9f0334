import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const JOB_STATUSES = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A row of `jobs`. The partial and descending indexes are the migration's; TypeORM cannot express them. */
@Entity('jobs')
@Check('jobs_status_known', `"status" IN ('pending', 'processing', 'completed', 'failed', 'cancelled')`)
@Check('jobs_progress_percent', `"progress" BETWEEN 0 AND 100`)
@Index('jobs_id', ['id'], { unique: true })
@Index('jobs_by_status', ['status', 'seq'])
@Index('jobs_by_app_type', ['appType', 'seq'])
@Index('jobs_by_server', ['targetServerAlias', 'seq'])
@Index('jobs_by_source', ['sourceInfo', 'seq'])
@Index('jobs_by_bulk', { synchronize: false })
@Index('jobs_by_time', ['createdAt', 'seq'])
@Index('jobs_ended', { synchronize: false })
@Index('jobs_of_bulk', { synchronize: false })
@Index('jobs_by_key', { synchronize: false })
@Index('jobs_waiting_key', { synchronize: false })
@Index('jobs_running_key', { synchronize: false })
@Index('jobs_waiting_order', { synchronize: false })
@Index('jobs_waiting_lane', { synchronize: false })
@Index('jobs_scheduled', { synchronize: false })
@Index('jobs_leased', { synchronize: false })
@Index('jobs_slot', { synchronize: false })
export class JobEntity {
  @PrimaryGeneratedColumn() seq!: number;
  @Column('varchar', { name: 'mobilesd_job_id' }) id!: string;
  @Column('varchar', { default: 'pending' }) status!: JobStatus;
  @Column('varchar', { name: 'app_type', default: 'forge' }) appType!: string;
  @Column('varchar', { name: 'target_server_alias', nullable: true }) targetServerAlias!: string | null;
  @Column('varchar', { name: 'source_info', nullable: true }) sourceInfo!: string | null;
  @Column('integer', { name: 'api_key_id', nullable: true }) apiKeyId!: number | null;
  @Column('varchar', { name: 'bulk_job_id', nullable: true }) bulkJobId!: string | null;
  /** Who shares the turn: jobs of equal priority take turns between lanes. */
  @Column('varchar', { default: '' }) lane!: string;
  /** 1–10, higher first. */
  @Column('integer', { default: 5 }) priority!: number;
  /** The turn in which this job runs among its equals; see `job-order.repository.ts`. */
  @Column('integer', { default: 0 }) round!: number;
  @Column('integer', { default: 0 }) position!: number;
  @Column('varchar', { name: 'not_before', nullable: true }) notBefore!: string | null;
  /** Waits for a person's decision (too old at a start). */
  @Column('boolean', { default: false }) held!: boolean;
  @Column('integer', { name: 'max_retries', default: 3 }) maxRetries!: number;
  @Column('integer', { name: 'retry_count', default: 0 }) retryCount!: number;
  /** How often our process died with this job running. */
  @Column('integer', { name: 'crash_count', default: 0 }) crashCount!: number;
  /** The fencing token: only the holder of the current attempt may write. */
  @Column('integer', { default: 0 }) attempt!: number;
  @Column('varchar', { name: 'server_id', nullable: true }) serverId!: string | null;
  /** Set only while the job occupies the server's GPU. */
  @Column('varchar', { name: 'slot_server_id', nullable: true }) slotServerId!: string | null;
  @Column('integer', { name: 'slot_no', nullable: true }) slotNo!: number | null;
  @Column('varchar', { name: 'lease_owner', nullable: true }) leaseOwner!: string | null;
  @Column('varchar', { name: 'lease_until', nullable: true }) leaseUntil!: string | null;
  @Column('varchar', { nullable: true }) phase!: string | null;
  @Column('real', { default: 0 }) progress!: number;
  @Column('integer', { nullable: true }) step!: number | null;
  @Column('integer', { nullable: true }) steps!: number | null;
  @Column('real', { name: 'eta_seconds', nullable: true }) etaSeconds!: number | null;
  @Column('varchar', { name: 'creation_timestamp' }) createdAt!: string;
  @Column('varchar', { name: 'last_updated_timestamp' }) updatedAt!: string;
  @Column('varchar', { name: 'started_timestamp', nullable: true }) startedAt!: string | null;
  @Column('varchar', { name: 'generation_done_timestamp', nullable: true }) generationDoneAt!: string | null;
  @Column('varchar', { name: 'completion_timestamp', nullable: true }) completedAt!: string | null;
  @Column('varchar', { name: 'forge_session_hash', nullable: true }) forgeSessionHash!: string | null;
  @Column('varchar', { name: 'forge_internal_task_id', nullable: true }) forgeInternalTaskId!: string | null;
  @Column('text', { nullable: true }) prompt!: string | null;
  @Column('integer', { name: 'image_count', default: 0 }) imageCount!: number;
  @Column('text', { name: 'waiting_reason_json', nullable: true }) waitingReasonJson!: string | null;
  @Column('text', { name: 'error_json', nullable: true }) errorJson!: string | null;
  @Column('text', { name: 'warnings_json', nullable: true }) warningsJson!: string | null;
  @Column('text', { name: 'metadata_json', nullable: true }) metadataJson!: string | null;
  @Column('text', { name: 'handle_json', nullable: true }) handleJson!: string | null;
  @Column('text', { name: 'generation_params_json' }) generationParamsJson!: string;
  @Column('text', { name: 'result_details_json', nullable: true }) resultDetailsJson!: string | null;
  /** Exactly what the client asked for. */
  @Column('text', { name: 'request_json', nullable: true }) requestJson!: string | null;
  /** What was sent to the server, long strings shortened. */
  @Column('text', { name: 'sent_json', nullable: true }) sentJson!: string | null;
  /** What the server answered, without the images. */
  @Column('text', { name: 'received_json', nullable: true }) receivedJson!: string | null;
  /** Whom to tell of this job; its secret is sealed. */
  @Column('text', { name: 'webhook_json', nullable: true }) webhookJson!: string | null;
  /** Ids of jobs that it builds upon, as asked for; which of them it waits for stands in `job_dependencies`. */
  @Column('text', { name: 'depends_on_json', nullable: true }) dependsOnJson!: string | null;
  /** Work that nobody sits and waits for: goes after what somebody does. */
  @Column('boolean', { default: false }) background!: boolean;
  /** The heavy model, as `modelName` writes it; null: not read from the parameters yet. */
  @Column('varchar', { nullable: true }) model!: string | null;
  /** Megapixels × steps × images; null likewise. */
  @Column('real', { nullable: true }) work!: number | null;
  /** Of a picture at its largest; null likewise. */
  @Column('real', { nullable: true }) megapixels!: number | null;
  /** Pictures at once; null likewise. */
  @Column('integer', { nullable: true }) batch!: number | null;
  /** How far its tries to find enough GPU memory have come (`memory-stage.ts`); null: not begun. */
  @Column('text', { name: 'memory_stage_json', nullable: true }) memoryStageJson!: string | null;
  /** A person put it where it stands in the queue. */
  @Column('boolean', { default: false }) placed!: boolean;
  /** Of the servers that it may go to, separated by commas. */
  @Column('varchar', { default: '' }) tags!: string;
  /** In the server's own queue. */
  @Column('real', { name: 'queued_seconds', nullable: true }) queuedSeconds!: number | null;
  /** The loading of its model; null: it was loaded. */
  @Column('real', { name: 'load_seconds', nullable: true }) loadSeconds!: number | null;
  /** How many jobs it still waits for; kept by triggers. */
  @Column('integer', { name: 'open_dependencies', default: 0 }) openDependencies!: number;
  /** The prompts as they were written, and what each choice in them became. */
  @Column('text', { name: 'prompt_choices_json', nullable: true }) promptChoicesJson!: string | null;
}
