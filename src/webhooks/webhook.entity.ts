import {
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';

/** A standing wish to be told. Secrets are sealed (`secrets/secret-box.ts`), and its address is one of them. */
@Entity('webhook_subscriptions')
export class WebhookSubscriptionEntity {
  @PrimaryColumn('varchar') id!: string;
  @Column('varchar') name!: string;
  @Column('integer', { name: 'api_key_id', nullable: true }) apiKeyId!: number | null;
  /** Made with administrator's rights; counts only while the key still has them. */
  @Column('boolean', { name: 'hears_all', default: false }) hearsAll!: boolean;
  /** To be shown: what opens a door in it is masked. */
  @Column('varchar') url!: string;
  @Column('text', { name: 'secret_sealed' }) secretSealed!: string;
  @Column('text', { name: 'previous_secret_sealed', nullable: true }) previousSecretSealed!: string | null;
  @Column('varchar', { name: 'previous_valid_until', nullable: true }) previousValidUntil!: string | null;
  @Column('text', { name: 'events_json' }) eventsJson!: string;
  @Column('varchar', { default: 'standard' }) template!: string;
  /** The whole address, and what the template needs (a chat id, a token). */
  @Column('text', { name: 'options_sealed', nullable: true }) optionsSealed!: string | null;
  @Column('text', { name: 'filter_json', default: '{}' }) filterJson!: string;
  @Column('boolean', { default: true }) enabled!: boolean;
  @Column('varchar', { name: 'paused_until', nullable: true }) pausedUntil!: string | null;
  @Column('varchar', { name: 'pause_reason', nullable: true }) pauseReason!: string | null;
  /** In a row. */
  @Column('integer', { default: 0 }) failures!: number;
  @Column('varchar', { name: 'failing_since', nullable: true }) failingSince!: string | null;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
  @Column('varchar', { name: 'updated_timestamp' }) updatedAt!: string;
}

/** One message to one receiver; delivered at least once, in order within its lane. */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_id', ['id'], { unique: true })
@Index('webhook_deliveries_once', ['eventSeq', 'endpoint'], { unique: true })
@Index('webhook_deliveries_by_subscription', ['subscriptionId', 'seq'])
@Index('webhook_deliveries_by_job', ['jobId', 'seq'])
@Index('webhook_deliveries_by_bulk', ['bulkJobId', 'seq'])
@Index('webhook_deliveries_due', { synchronize: false })
@Index('webhook_deliveries_lane', { synchronize: false })
@Index('webhook_deliveries_by_key', { synchronize: false })
@Index('webhook_deliveries_finished', { synchronize: false })
export class WebhookDeliveryEntity {
  @PrimaryGeneratedColumn() seq!: number;
  /** The receiver's `webhook-id`, the same for every try. */
  @Column('varchar') id!: string;
  /** Null for the webhook of a job or a bulk. */
  @Column('varchar', { name: 'subscription_id', nullable: true }) subscriptionId!: string | null;
  /** Where the webhook of a job or bulk goes (address and secret sealed); null for a subscription. */
  @Column('text', { name: 'target_json', nullable: true }) targetJson!: string | null;
  /** `sub:<id>`, `job:<id>`, `bulk:<id>`: with the event's number it makes a message unique. */
  @Column('varchar') endpoint!: string;
  /** Whom it goes to, with the port: at most two at once go there. */
  @Column('varchar') host!: string;
  @Column('integer', { name: 'api_key_id', nullable: true }) apiKeyId!: number | null;
  @Column('integer', { name: 'event_seq', nullable: true }) eventSeq!: number | null;
  @Column('varchar', { name: 'event_type' }) eventType!: string;
  @Column('varchar', { name: 'job_id', nullable: true }) jobId!: string | null;
  @Column('varchar', { name: 'bulk_job_id', nullable: true }) bulkJobId!: string | null;
  /** Messages of one lane (endpoint and job) go one after the other. */
  @Column('varchar') lane!: string;
  @Column('text', { name: 'payload_json' }) payloadJson!: string;
  /** `pending`, `delivered`, `failed`, `dropped`. */
  @Column('varchar', { default: 'pending' }) status!: string;
  @Column('integer', { default: 0 }) attempts!: number;
  @Column('integer', { name: 'max_attempts' }) maxAttempts!: number;
  /** Null while an earlier message of the lane has to go first, or its subscription is paused or switched off. */
  @Column('varchar', { name: 'next_attempt_timestamp', nullable: true }) nextAttemptAt!: string | null;
  @Column('integer', { name: 'last_status', nullable: true }) lastStatus!: number | null;
  @Column('text', { name: 'last_error', nullable: true }) lastError!: string | null;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
  @Column('varchar', { name: 'finished_timestamp', nullable: true }) finishedAt!: string | null;
  @ManyToOne(() => WebhookSubscriptionEntity, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({
    name: 'subscription_id',
    referencedColumnName: 'id',
    foreignKeyConstraintName: 'webhook_deliveries_subscription',
  })
  subscription!: Relation<WebhookSubscriptionEntity> | null;
}

/** One try: what was sent and what came back. */
@Entity('webhook_attempts')
@Index('webhook_attempts_by_delivery', ['deliveryId', 'id'])
export class WebhookAttemptEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar', { name: 'delivery_id' }) deliveryId!: string;
  @Column('integer') attempt!: number;
  @Column('varchar', { name: 'started_timestamp' }) startedAt!: string;
  @Column('integer', { name: 'duration_ms' }) durationMs!: number;
  /** URL, headers (secrets masked) and body. */
  @Column('text', { name: 'request_json' }) requestJson!: string;
  @Column('integer', { nullable: true }) status!: number | null;
  /** The first kilobyte. */
  @Column('text', { name: 'response_text', nullable: true }) responseText!: string | null;
  @Column('text', { nullable: true }) error!: string | null;
  @ManyToOne(() => WebhookDeliveryEntity, { onDelete: 'CASCADE' })
  @JoinColumn({
    name: 'delivery_id',
    referencedColumnName: 'id',
    foreignKeyConstraintName: 'webhook_attempts_delivery',
  })
  delivery!: Relation<WebhookDeliveryEntity>;
}

/** The webhook of a job or bulk that was deleted before its last event was planned; filled by triggers. */
@Entity('webhook_leftovers', { withoutRowid: true })
export class WebhookLeftoverEntity {
  /** `job` or `bulk`. */
  @PrimaryColumn('varchar') kind!: string;
  @PrimaryColumn('varchar') id!: string;
  @Column('text', { name: 'webhook_json' }) webhookJson!: string;
  /** Once the planner is past this event, nothing more is to come. */
  @Column('integer', { name: 'last_event_seq' }) lastEventSeq!: number;
}
