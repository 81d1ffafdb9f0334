import { ImageEntity } from '../gallery/image.entity.js';
import { EventEntity } from '../events/event.entity.js';
import {
  JobAttemptEntity,
  JobBlobEntity,
  JobBlobUseEntity,
  JobBucketEntity,
  JobExclusionEntity,
} from '../jobs/job-records.entity.js';
import { JobEntity } from '../jobs/job.entity.js';
import { ServerEntity, ServerInventoryEntity } from '../servers/server.entity.js';
import { SettingEntity } from './setting.entity.js';

/** Every table of the schema; the migration check compares them with what the migrations make. */
export const entities = [
  JobEntity,
  JobBucketEntity,
  JobAttemptEntity,
  JobExclusionEntity,
  JobBlobEntity,
  JobBlobUseEntity,
  EventEntity,
  ServerEntity,
  ServerInventoryEntity,
  ImageEntity,
  SettingEntity,
];
