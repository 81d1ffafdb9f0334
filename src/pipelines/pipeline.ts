import type { BulkRow } from '../bulks/bulk-row.js';
import type { FailurePolicy } from '../jobs/job-dependency.js';
import type { TakesDto } from './pipeline-request.dto.js';

/** A step as it is kept. */
export interface StoredStep {
  name: string;
  app_type: string;
  target_server_alias: string | null;
  after: string[];
  takes: TakesDto | null;
  on_failure: FailurePolicy;
  job_ids: string[];
}

/** The bulk that it is, and its steps in the order of the request. */
export interface Pipeline {
  bulk: BulkRow;
  steps: StoredStep[];
}
