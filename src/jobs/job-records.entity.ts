// The tables beside `jobs`: written by raw statements in `jobs.repository.ts`, declared here so that the schema
// check knows them.
import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { JobEntity } from './job.entity.js';

const ofJob =
  (constraint: string): PropertyDecorator =>
  (target, property) => {
    ManyToOne(() => JobEntity, { onDelete: 'CASCADE' })(target, property);
    JoinColumn({ name: 'mobilesd_job_id', referencedColumnName: 'id', foreignKeyConstraintName: constraint })(
      target,
      property,
    );
  };

/** How many jobs of each kind lie in each stretch of 2,048 arrivals; kept by triggers. */
@Entity('job_buckets', { withoutRowid: true })
export class JobBucketEntity {
  @PrimaryColumn('integer') bucket!: number;
  @PrimaryColumn('varchar') status!: string;
  @PrimaryColumn('varchar', { name: 'app_type' }) appType!: string;
  @PrimaryColumn('varchar') server!: string;
  @PrimaryColumn('varchar') source!: string;
  @Column('integer') jobs!: number;
}

/** How many jobs wait in each stretch of 128 turns (`jobs.round`) of a priority; kept by triggers. */
@Entity('waiting_turns', { withoutRowid: true })
export class WaitingTurnsEntity {
  @PrimaryColumn('integer') priority!: number;
  @PrimaryColumn('integer') stretch!: number;
  @Column('integer') jobs!: number;
}

/** One try of a job on one server. */
@Entity('job_attempts')
@Index('job_attempts_by_end', ['endedAt', 'startedAt'])
export class JobAttemptEntity {
  @PrimaryColumn('varchar', { name: 'mobilesd_job_id' }) jobId!: string;
  @PrimaryColumn('integer') attempt!: number;
  @Column('varchar', { name: 'server_alias' }) serverAlias!: string;
  @Column('boolean', { default: false }) reattached!: boolean;
  @Column('varchar', { name: 'started_timestamp' }) startedAt!: string;
  @Column('varchar', { name: 'ended_timestamp', nullable: true }) endedAt!: string | null;
  @Column('varchar', { nullable: true }) outcome!: string | null;
  @Column('text', { name: 'error_json', nullable: true }) errorJson!: string | null;
  @ofJob('job_attempts_job') job!: Relation<JobEntity>;
}

/** A server that a waiting job must not or should not go to. */
@Entity('job_exclusions')
export class JobExclusionEntity {
  @PrimaryColumn('varchar', { name: 'mobilesd_job_id' }) jobId!: string;
  @PrimaryColumn('varchar', { name: 'server_id' }) serverId!: string;
  /** Null: for as long as the job waits. */
  @Column('varchar', { nullable: true }) until!: string | null;
  @Column('text') reason!: string;
  @ofJob('job_exclusions_job') job!: Relation<JobEntity>;
}

/** A job that waits for another one. */
@Entity('job_dependencies')
@Check('job_dependencies_policy', `"on_failure" IN ('cancel', 'run')`)
@Index('job_dependencies_by_parent', ['parent'])
export class JobDependencyEntity {
  @PrimaryColumn('varchar') child!: string;
  @PrimaryColumn('varchar') parent!: string;
  /** What becomes of the child when the parent fails, is cancelled or deleted. */
  @Column('varchar', { name: 'on_failure', default: 'cancel' }) onFailure!: string;
  @ManyToOne(() => JobEntity, { onDelete: 'CASCADE' })
  @JoinColumn({
    name: 'child',
    referencedColumnName: 'id',
    foreignKeyConstraintName: 'job_dependencies_child',
  })
  waiting!: Relation<JobEntity>;
}

/** A long text of a request (an image in base64), stored once. */
@Entity('job_blobs')
export class JobBlobEntity {
  @PrimaryColumn('varchar') sha256!: string;
  @Column('text') text!: string;
}

@Entity('job_blob_uses')
@Index('job_blob_uses_by_blob', ['sha256'])
export class JobBlobUseEntity {
  @PrimaryColumn('varchar', { name: 'mobilesd_job_id' }) jobId!: string;
  @PrimaryColumn('varchar') sha256!: string;
  @ofJob('job_blob_uses_job') job!: Relation<JobEntity>;
  @ManyToOne(() => JobBlobEntity, { onDelete: 'NO ACTION' })
  @JoinColumn({
    name: 'sha256',
    referencedColumnName: 'sha256',
    foreignKeyConstraintName: 'job_blob_uses_blob',
  })
  blob!: Relation<JobBlobEntity>;
}

/** How long a completed job took, to foretell the next ones of its kind. */
@Entity('job_durations')
export class JobDurationEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar', { name: 'server_id' }) serverId!: string;
  @Column('varchar', { name: 'app_type' }) appType!: string;
  @Column('varchar') model!: string;
  /** Megapixels × steps × images. */
  @Column('real') work!: number;
  @Column('real') seconds!: number;
  @Column('varchar') timestamp!: string;
}

/** What a model took to load, to weigh the next loading of it. */
@Entity('model_loads')
export class ModelLoadEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar', { name: 'server_id' }) serverId!: string;
  @Column('varchar') model!: string;
  @Column('real') seconds!: number;
  @Column('varchar') timestamp!: string;
}
