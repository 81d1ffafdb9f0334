import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** A row of `api_keys`. Secrets are keyed hashes (`secrets/secret-hasher.ts`). */
@Entity('api_keys')
@Index('api_keys_key', ['key'], { unique: true })
@Index('api_keys_path_token', ['pathTokenHash'], { unique: true })
export class ApiKeyEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar') name!: string;
  /** The public half, `mk_…`. */
  @Column('varchar') key!: string;
  @Column('varchar', { name: 'secret_hash' }) secretHash!: string;
  /** The last characters, to tell secrets apart. */
  @Column('varchar', { name: 'secret_hint' }) secretHint!: string;
  @Column('varchar', { name: 'previous_secret_hash', nullable: true }) previousSecretHash!: string | null;
  @Column('varchar', { name: 'previous_valid_until', nullable: true }) previousValidUntil!: string | null;
  @Column('varchar', { name: 'path_token_hash', nullable: true }) pathTokenHash!: string | null;
  @Column('varchar', { name: 'path_token_created', nullable: true }) pathTokenCreated!: string | null;
  @Column('text', { name: 'scopes_json' }) scopesJson!: string;
  /** Aliases; null for every server. */
  @Column('text', { name: 'servers_json', nullable: true }) serversJson!: string | null;
  @Column('text', { name: 'app_types_json', nullable: true }) appTypesJson!: string | null;
  @Column('text', { name: 'limits_json', default: '{}' }) limitsJson!: string;
  @Column('text', { name: 'settings_json', default: '{}' }) settingsJson!: string;
  @Column('boolean', { name: 'is_active', default: true }) isActive!: boolean;
  /** `api`, or `environment` for AUTH_TOKEN. */
  @Column('varchar', { default: 'api' }) source!: string;
  @Column('varchar', { name: 'expires_timestamp', nullable: true }) expiresAt!: string | null;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
  @Column('varchar', { name: 'updated_timestamp' }) updatedAt!: string;
  @Column('varchar', { name: 'last_used_timestamp', nullable: true }) lastUsedAt!: string | null;
}

/** What a key did on one day (UTC). */
@Entity('api_key_usage', { withoutRowid: true })
export class ApiKeyUsageEntity {
  @PrimaryColumn('integer', { name: 'key_id' }) keyId!: number;
  @PrimaryColumn('varchar') day!: string;
  @Column('integer', { default: 0 }) requests!: number;
  @Column('integer', { default: 0 }) refusals!: number;
  @Column('integer', { default: 0 }) jobs!: number;
  @Column('integer', { name: 'bulk_jobs', default: 0 }) bulkJobs!: number;
  @Column('real', { name: 'gpu_seconds', default: 0 }) gpuSeconds!: number;
}

/** One request: who, what, how it ended. */
@Entity('access_log')
@Index('access_log_by_key', ['keyId', 'id'])
@Index('access_log_by_time', ['timestamp'])
@Index('access_log_refused', { synchronize: false })
export class AccessLogEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar') timestamp!: string;
  /** `key`, `console` or `nobody`. */
  @Column('varchar') who!: string;
  @Column('integer', { name: 'key_id', nullable: true }) keyId!: number | null;
  @Column('varchar', { nullable: true }) via!: string | null;
  @Column('varchar') method!: string;
  /** The pattern, never the path: paths may hold tokens. */
  @Column('varchar') route!: string;
  @Column('integer') status!: number;
  /** Of a refusal. */
  @Column('varchar', { nullable: true }) code!: string | null;
  @Column('varchar') address!: string;
  @Column('varchar', { name: 'request_id' }) requestId!: string;
}
