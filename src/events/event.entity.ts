import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A row of the outbox. */
@Entity('events')
@Index('events_by_job', { synchronize: false })
export class EventEntity {
  @PrimaryGeneratedColumn() seq!: number;
  @Column('varchar') type!: string;
  @Column('varchar', { name: 'job_id', nullable: true }) jobId!: string | null;
  @Column('varchar', { name: 'bulk_job_id', nullable: true }) bulkJobId!: string | null;
  @Column('varchar', { name: 'server_alias', nullable: true }) serverAlias!: string | null;
  @Column('text', { name: 'data_json' }) dataJson!: string;
  @Column('varchar') timestamp!: string;
  /** Whose job it is about. */
  @Column('integer', { name: 'api_key_id', nullable: true }) apiKeyId!: number | null;
}
