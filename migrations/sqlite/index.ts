import { InitialSchema1763600000000 } from './1763600000000-initial-schema.js';
import { AccessBulksWebhooks1763680000000 } from './1763680000000-access-bulks-webhooks.js';
import { Gallery1763770000000 } from './1763770000000-gallery.js';
import { System1764230000000 } from './1764230000000-system.js';
import { EndedJobs1764230100000 } from './1764230100000-ended-jobs.js';
import { JobDependencies1764240000000 } from './1764240000000-job-dependencies.js';
import { Pipelines1764240100000 } from './1764240100000-pipelines.js';
import { Scheduling1764250000000 } from './1764250000000-scheduling.js';
import { MemoryAndHours1764260000000 } from './1764260000000-memory-and-hours.js';
import { WorkflowTemplates1764270000000 } from './1764270000000-workflow-templates.js';

/** In the order they run. */
export const migrations = [
  InitialSchema1763600000000,
  AccessBulksWebhooks1763680000000,
  Gallery1763770000000,
  System1764230000000,
  EndedJobs1764230100000,
  JobDependencies1764240000000,
  Pipelines1764240100000,
  Scheduling1764250000000,
  MemoryAndHours1764260000000,
  WorkflowTemplates1764270000000,
];
