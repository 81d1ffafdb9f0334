import { AccessLogEntity, ApiKeyEntity, ApiKeyUsageEntity } from '../api-keys/api-key.entity.js';
import { ConsoleSessionEntity } from '../access/console-session.entity.js';
import { BulkEntity } from '../bulks/bulk.entity.js';
import { DoorOptionsEntity } from '../doors/sdapi/door-options.entity.js';
import { CollectionEntity, CollectionImageEntity } from '../gallery/collections/collection.entity.js';
import { ImageEntity, ImageTagEntity } from '../gallery/image.entity.js';
import { EventEntity } from '../events/event.entity.js';
import { IdempotencyKeyEntity } from '../idempotency/idempotency-key.entity.js';
import {
  JobAttemptEntity,
  JobBlobEntity,
  JobBlobUseEntity,
  JobBucketEntity,
  JobDependencyEntity,
  JobDurationEntity,
  JobExclusionEntity,
  ModelLoadEntity,
  WaitingTurnsEntity,
} from '../jobs/job-records.entity.js';
import { JobEntity } from '../jobs/job.entity.js';
import { PromptHistoryEntity } from '../jobs/prompt-history.entity.js';
import { MemorySampleEntity } from '../memory/memory-sample.entity.js';
import { PipelineEntity } from '../pipelines/pipeline.entity.js';
import { PresetEntity } from '../presets/preset.entity.js';
import { ServerEntity, ServerInventoryEntity } from '../servers/server.entity.js';
import {
  StatisticsDayEntity,
  StatisticsFailureEntity,
  StatisticsWaitEntity,
} from '../system/statistics.entity.js';
import {
  WebhookAttemptEntity,
  WebhookDeliveryEntity,
  WebhookLeftoverEntity,
  WebhookSubscriptionEntity,
} from '../webhooks/webhook.entity.js';
import { WorkflowTemplateEntity } from '../workflows/workflow-template.entity.js';
import { SettingEntity } from './setting.entity.js';

/** Every table of the schema; the migration check compares them with what the migrations make. */
export const entities = [
  JobEntity,
  JobBucketEntity,
  WaitingTurnsEntity,
  ModelLoadEntity,
  MemorySampleEntity,
  JobAttemptEntity,
  JobExclusionEntity,
  JobDependencyEntity,
  JobBlobEntity,
  JobBlobUseEntity,
  EventEntity,
  ServerEntity,
  ServerInventoryEntity,
  ImageEntity,
  ImageTagEntity,
  CollectionEntity,
  CollectionImageEntity,
  SettingEntity,
  ApiKeyEntity,
  ApiKeyUsageEntity,
  AccessLogEntity,
  ConsoleSessionEntity,
  IdempotencyKeyEntity,
  BulkEntity,
  PipelineEntity,
  JobDurationEntity,
  WebhookSubscriptionEntity,
  WebhookDeliveryEntity,
  WebhookAttemptEntity,
  WebhookLeftoverEntity,
  DoorOptionsEntity,
  StatisticsDayEntity,
  StatisticsWaitEntity,
  StatisticsFailureEntity,
  PromptHistoryEntity,
  PresetEntity,
  WorkflowTemplateEntity,
];
