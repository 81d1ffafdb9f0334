import { Module } from '@nestjs/common';
import { AccessLog } from './access-log.js';
import { AccessLogPruner } from './access-log-pruner.js';
import { AccessLogRepository } from './access-log.repository.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeysService } from './api-keys.service.js';
import { KeyAlerts } from './key-alerts.js';
import { KeyRecordsController } from './key-records.controller.js';
import { KeyRecordsService } from './key-records.service.js';
import { KeyJobsRepository } from './key-jobs.repository.js';
import { KeyRemoval } from './key-removal.js';
import { KeyRing } from './key-ring.js';
import { KeyVerifier } from './key-verifier.js';
import { KeysAtStart } from './keys-at-start.js';
import { QuotaBook } from './quota-book.js';
import { UsageRepository } from './usage.repository.js';

/** Keys and what is known of their use. Who gets in with them is decided in `access/`. */
@Module({
  controllers: [ApiKeysController, KeyRecordsController],
  providers: [
    ApiKeysRepository,
    AccessLogRepository,
    UsageRepository,
    KeyRing,
    KeysAtStart,
    KeyVerifier,
    QuotaBook,
    AccessLog,
    AccessLogPruner,
    KeyAlerts,
    ApiKeysService,
    KeyJobsRepository,
    KeyRemoval,
    KeyRecordsService,
  ],
  exports: [KeyRing, KeyVerifier, AccessLog, QuotaBook],
})
export class ApiKeysModule {}
