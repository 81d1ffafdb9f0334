import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who signed in to the console on one browser. */
@Entity('console_sessions')
export class ConsoleSessionEntity {
  @PrimaryColumn('varchar', { name: 'id_hash' }) idHash!: string;
  /** `link`, `password`. */
  @Column('varchar', { name: 'signed_in_by' }) signedInBy!: string;
  @Column('varchar') address!: string;
  @Column('varchar', { name: 'user_agent', nullable: true }) userAgent!: string | null;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
  @Column('varchar', { name: 'last_seen_timestamp' }) lastSeenAt!: string;
  @Column('varchar', { name: 'expires_timestamp' }) expiresAt!: string;
}
