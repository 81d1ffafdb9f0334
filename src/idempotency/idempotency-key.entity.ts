import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A submit that may be repeated, and what it was answered. */
@Entity('idempotency_keys')
@Index('idempotency_keys_by_time', ['createdAt'])
export class IdempotencyKeyEntity {
  /** Of the principal: `key:7`, `console`. */
  @PrimaryColumn('varchar') owner!: string;
  @PrimaryColumn('varchar') route!: string;
  @PrimaryColumn('varchar') key!: string;
  @Column('varchar', { name: 'body_sha256' }) bodySha256!: string;
  /** The job or bulk that it made. */
  @Column('varchar', { name: 'resource_id' }) resourceId!: string;
  @Column('integer') status!: number;
  /** Null when the process died between storing and answering. */
  @Column('text', { name: 'response_json', nullable: true }) responseJson!: string | null;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
}
