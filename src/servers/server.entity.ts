import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';

/** A row of `servers`. Secrets are sealed (`secret-box.ts`) before they get here. */
@Entity('servers')
@Index('servers_alias', ['alias'], { unique: true })
export class ServerEntity {
  @PrimaryColumn('varchar') id!: string;
  @Column('varchar') alias!: string;
  @Column('varchar', { name: 'base_url' }) baseUrl!: string;
  @Column('varchar', { name: 'app_type' }) appType!: string;
  @Column('text', { name: 'credentials_encrypted', nullable: true }) credentialsEncrypted!: string | null;
  @Column('text', { name: 'extra_headers_encrypted', nullable: true }) extraHeadersEncrypted!: string | null;
  @Column('text', { name: 'tls_json', nullable: true }) tlsJson!: string | null;
  @Column('text', { name: 'options_json', nullable: true }) optionsJson!: string | null;
  @Column('boolean', { default: true }) enabled!: boolean;
  @Column('boolean', { default: false }) draining!: boolean;
  @Column('integer', { name: 'max_concurrent_jobs', default: 1 }) maxConcurrentJobs!: number;
  /** What jobs may ask for, separated by commas. */
  @Column('varchar', { default: '' }) tags!: string;
  /** Whether the next job may already wait there while one runs. */
  @Column('boolean', { name: 'look_ahead', default: false }) lookAhead!: boolean;
  /** Servers of the same name here share one GPU. */
  @Column('varchar', { nullable: true }) gpu!: string | null;
  /** Without a job for so long its models are unloaded; null: never. */
  @Column('integer', { name: 'idle_unload_minutes', nullable: true }) idleUnloadMinutes!: number | null;
  /** When it takes jobs; null: always. */
  @Column('text', { name: 'hours_json', nullable: true }) hoursJson!: string | null;
  @Column('text', { name: 'busy_hook_encrypted', nullable: true }) busyHookEncrypted!: string | null;
  @Column('text', { name: 'idle_hook_encrypted', nullable: true }) idleHookEncrypted!: string | null;
  /** Since when it is in a busy period: its hook for the end of it is still to be called. */
  @Column('varchar', { name: 'busy_since', nullable: true }) busySince!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
  @Column('varchar', { name: 'updated_timestamp' }) updatedAt!: string;
}

/** What a server had when it was last asked, so that a start need not wait for it. */
@Entity('server_inventories')
export class ServerInventoryEntity {
  @PrimaryColumn('varchar', { name: 'server_id' }) serverId!: string;
  @Column('text', { name: 'inventory_json' }) inventoryJson!: string;
  @Column('varchar', { name: 'refreshed_timestamp' }) refreshedAt!: string;
  @ManyToOne(() => ServerEntity, { onDelete: 'CASCADE' })
  @JoinColumn({
    name: 'server_id',
    referencedColumnName: 'id',
    foreignKeyConstraintName: 'server_inventories_server',
  })
  server!: Relation<ServerEntity>;
}
