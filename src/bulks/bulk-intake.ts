// From the body of a request to a bulk that can be planned: told apart from the job it is made of, validated, within
// its limits. Reads nothing from the database.
import { Inject, Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Principal } from '../access/contract/index.js';
import { QuotaBook } from '../api-keys/quota-book.js';
import { InvalidRequestError, type FieldProblem } from '../common/errors.js';
import { flattenProblems } from '../common/field-problems.js';
import { isJsonObject, shortenStrings, type JsonObject } from '../common/json.js';
import { withoutSecretsInParams } from '../common/secret-names.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { GenerateDto } from '../jobs/generate.dto.js';
import type { JobWarning } from '../jobs/job.js';
import { JobsService } from '../jobs/jobs.service.js';
import { normalizeBody, paramsOf, refuseProblems, withoutCredentials } from '../jobs/submission.js';
import { BulkTooLargeError } from './bulk-errors.js';
import type { ListFile } from './bulk-list-file.js';
import { BulkOptionsDto } from './bulk-request.dto.js';
import { countVariations, isPlain } from './bulk-variations.js';

export interface BulkRequest {
  /** The job that all are made of, without its parameters. */
  envelope: GenerateDto;
  /** Its parameters. */
  template: JsonObject;
  options: BulkOptionsDto;
  warnings: JobWarning[];
  totalJobs: number;
  /** What was asked for, as it is kept: without secrets, long things shortened. */
  asked: JsonObject;
  /** Of an uploaded list: the line of each of its entries, and what could not be read. */
  file: ListFile | null;
}

const OWN_FIELDS = [
  'bulk_quantity',
  'repeat',
  'seed_variation',
  'base_seed',
  'job_delay',
  'name',
  'matrix',
  'prompt_list',
  'dry_run',
] as const;
const MAX_PLAIN = 100;
const KEPT_LINES = 50;

@Injectable()
export class BulkIntake {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly jobs: JobsService,
    private readonly quotas: QuotaBook,
  ) {}

  /** @throws InvalidRequestError naming every bad field, BulkTooLargeError */
  read(body: unknown, who: Principal, file: ListFile | null = null): BulkRequest {
    if (!isJsonObject(body)) throw new InvalidRequestError('The body must be a JSON object.');
    const { own, rest } = split(withList(body, file));
    const { options, problems } = readOptions(own);
    const isList = own['prompt_list'] !== undefined || own['matrix'] !== undefined;
    const { body: job, warnings } = normalizeBody(rest);
    const whole = isList && job['generation_params'] === undefined ? { ...job, generation_params: {} } : job;
    const envelope = this.validJob(whole, problems);
    this.checkSize(options, who);
    return {
      envelope,
      template: paramsOf(envelope),
      options,
      warnings,
      totalJobs: countVariations(options),
      asked: kept(whole, own),
      file,
    };
  }

  /** Problems of the job are told together with those of the bulk. */
  private validJob(job: JsonObject, problems: FieldProblem[]): GenerateDto {
    try {
      const envelope = this.jobs.validate(job);
      refuseProblems(problems);
      return envelope;
    } catch (error) {
      if (!(error instanceof InvalidRequestError) || !problems.length) throw error;
      const fields = (error.details as { fields?: FieldProblem[] } | undefined)?.fields ?? [];
      const all = new Map([...problems, ...fields].map((field) => [`${field.path} ${field.message}`, field]));
      refuseProblems([...all.values()]);
      throw error;
    }
  }

  private checkSize(options: BulkOptionsDto, who: Principal): void {
    const jobs = countVariations(options);
    if (isPlain(options) && jobs > MAX_PLAIN) {
      const message = `must be 1 to ${MAX_PLAIN} here; for more jobs at once use "matrix" or "prompt_list"`;
      throw new InvalidRequestError(`bulk_quantity ${message}.`, [{ path: 'bulk_quantity', message }]);
    }
    const ofKey = (who.keyId === null ? null : this.quotas.of(who.keyId)?.maxBulk) ?? Infinity;
    if (jobs > ofKey)
      throw new BulkTooLargeError(jobs, ofKey, 'the most that this key may submit at once is');
    const max = this.settings.BULK_MAX_JOBS;
    if (jobs > max)
      throw new BulkTooLargeError(jobs, max, 'the most that one bulk may have (BULK_MAX_JOBS) is');
  }
}

function withList(body: JsonObject, file: ListFile | null): JsonObject {
  if (!file) return body;
  if (body['prompt_list'] !== undefined) {
    const message = 'comes from the file; leave it out of the request';
    throw new InvalidRequestError(`prompt_list ${message}.`, [{ path: 'prompt_list', message }]);
  }
  // A file in which no line can be read is told line by line, so it must get as far as that.
  return { ...body, prompt_list: file.entries.length ? file.entries.map((entry) => entry.value) : [''] };
}

function split(body: JsonObject): { own: JsonObject; rest: JsonObject } {
  const entries = Object.entries(withoutCredentials(body));
  const isOwn = ([key]: [string, unknown]): boolean => (OWN_FIELDS as readonly string[]).includes(key);
  const own = entries.filter(isOwn).map(([key, value]) => [key, value ?? undefined]);
  return {
    own: Object.fromEntries(own) as JsonObject,
    rest: Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
  };
}

function readOptions(own: JsonObject): { options: BulkOptionsDto; problems: FieldProblem[] } {
  const { prompt_list: list, ...others } = own;
  const options = plainToInstance(BulkOptionsDto, others);
  // As it is: a list of thousands of objects would be copied only to be looked at.
  if (list !== undefined) options.prompt_list = list as BulkOptionsDto['prompt_list'];
  return { options, problems: flattenProblems(validateSync(options)).slice(0, 20) };
}

function kept(job: JsonObject, own: JsonObject): JsonObject {
  const { webhook, ...rest } = job;
  const list = own['prompt_list'];
  const shown = withoutSecretsInParams({ ...rest, ...own });
  if (Array.isArray(list) && list.length > KEPT_LINES) {
    shown['prompt_list'] = (shown['prompt_list'] as unknown[]).slice(0, KEPT_LINES);
    shown['prompt_list_total'] = list.length;
  }
  if (isJsonObject(webhook)) {
    const { events, template } = webhook;
    shown['webhook'] = { url: '…', events, template };
  }
  return shortenStrings(shown) as JsonObject;
}
