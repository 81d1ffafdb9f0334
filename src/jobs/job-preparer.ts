// From a request to the row that will be stored: where it goes, its prompts resolved, its parameters read, its webhook
// sealed. Stores nothing and asks no server. `submission.ts` has the pure parts.
import { Inject, Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Principal } from '../access/contract/index.js';
import { DomainError, InvalidRequestError, type FieldProblem } from '../common/errors.js';
import { flattenProblems } from '../common/field-problems.js';
import { newJobId } from '../common/ids.js';
import { isJsonObject, type JsonObject } from '../common/json.js';
import { withoutSecretsInParams } from '../common/secret-names.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { DynamicPrompts } from '../prompts/dynamic-prompts.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { WebhookIntake } from '../webhooks/contract/webhook-intake.js';
import { GenerateDto } from './generate.dto.js';
import { extractBlobs } from './job-blobs.js';
import { merged, type Dependency } from './job-dependency.js';
import type { JobWarning } from './job.js';
import type { NewJob } from './jobs.repository.js';
import { withStandIns } from './job-references.js';
import { maskedUrl } from './job-webhook.js';
import { ServerNotFoundError } from './jobs.errors.js';
import {
  infotextProblems,
  inParams,
  paramsOf,
  readParams,
  refuseProblems,
  targetAlias,
  type ReadParams,
} from './submission.js';

const DEFAULT_PRIORITY = 5;
const DEFAULT_APP_TYPE = 'forge';

/** What a door adds to a request that its client did not say. */
export interface SubmitContext {
  /** The body as it came, for "exactly what was asked". */
  asked: JsonObject;
  warnings: JobWarning[];
  who: Principal;
  /** What jobs of this kind are when they do not say; absent: interactive. */
  background?: boolean;
  /** Where the client found us; addresses in webhooks begin with it. */
  baseUrl?: string;
}

export interface Route {
  /** Null for any suitable server. */
  alias: string | null;
  appType: string;
}

@Injectable()
export class JobPreparer {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly registry: DispatcherRegistry,
    private readonly fleet: ServerFleet,
    private readonly prompts: DynamicPrompts,
    private readonly webhooks: WebhookIntake,
  ) {}

  /** @throws InvalidRequestError naming every bad field at once, those of the parameters too */
  validate(body: JsonObject): GenerateDto {
    const dto = plainToInstance(GenerateDto, body);
    const problems = [...flattenProblems(validateSync(dto)), ...infotextProblems(dto)];
    if (problems.length) refuseProblems([...problems, ...this.paramProblems(dto)]);
    return dto;
  }

  /** @throws InvalidRequestError for bad parameters, ServerNotFoundError, DomainError `app_type_not_allowed` */
  prepare(dto: GenerateDto, context: SubmitContext): NewJob {
    const { who } = context;
    const { alias, appType } = this.route(dto, who);
    const resolved = this.prompts.resolveIn(paramsOf(dto), { enabled: dto.dynamic_prompts ?? true });
    const params = readParams(this.registry.get(appType), resolved.params);
    const warnings = [...context.warnings, ...resolved.warnings, ...params.warnings];
    const asked = extractBlobs(withoutSecrets(context.asked), params.blobs);
    return {
      id: newJobId(),
      appType,
      targetServerAlias: alias,
      sourceInfo: dto.source_info ?? null,
      apiKeyId: who.keyId,
      bulkJobId: null,
      lane: who.keyId === null ? (dto.source_info ?? '') : who.owner,
      priority: dto.priority ?? DEFAULT_PRIORITY,
      notBefore: dto.not_before ? new Date(dto.not_before).toISOString() : null,
      maxRetries: dto.max_retries ?? this.settings.JOB_MAX_RETRIES,
      prompt: params.prompt,
      paramsJson: params.json,
      requestJson: JSON.stringify(asked.value),
      warningsJson: warnings.length ? JSON.stringify(warnings) : null,
      metadataJson: dto.metadata ? JSON.stringify(dto.metadata) : null,
      webhookJson: dto.webhook ? this.webhooks.take(dto.webhook, context.baseUrl ?? '') : null,
      dependencies: dependenciesOf(dto, params),
      promptChoicesJson: resolved.choices && JSON.stringify(resolved.choices),
      background: dto.background ?? context.background ?? false,
      model: params.model,
      work: params.work,
      megapixels: params.megapixels,
      batch: params.batch,
      tags: dto.server_tags ?? [],
      written: writtenPrompts(params, resolved.choices),
      blobs: params.blobs,
    };
  }

  /** Where a request goes and which dispatcher reads its parameters. */
  route(dto: { target_server_alias?: string; app_type?: string }, who: Principal): Route {
    const alias = targetAlias(dto.target_server_alias);
    if (alias === null) return { alias, appType: allowed(dto.app_type ?? this.defaultAppType(who), who) };
    const server = this.fleet.byAlias(alias);
    if (!server || !who.mayUseServer(alias)) throw new ServerNotFoundError(alias, this.aliasesFor(who));
    if (dto.app_type && dto.app_type !== server.appType) {
      throw new InvalidRequestError(
        `Server "${alias}" is of app_type "${server.appType}", the job is for "${dto.app_type}".`,
        [{ path: 'app_type', message: `must be ${server.appType} for this server, or absent` }],
      );
    }
    return { alias, appType: allowed(server.appType, who) };
  }

  private aliasesFor(who: Principal): string[] {
    const aliases = this.fleet.all().map((server) => server.alias);
    return aliases.filter((alias) => who.mayUseServer(alias)).sort();
  }

  /** A kind that the caller may use, where a server of it is there that the caller may use; `forge` before others. */
  private defaultAppType(who?: Principal): string {
    const present = this.fleet
      .all()
      .filter(({ alias, appType }) => !who || (who.mayUseServer(alias) && who.mayUseAppType(appType)))
      .map((server) => server.appType);
    if (present.includes(DEFAULT_APP_TYPE)) return DEFAULT_APP_TYPE;
    return present[0] ?? who?.appTypes?.[0] ?? DEFAULT_APP_TYPE;
  }

  /** For a request that is refused anyway: what its parameters would be refused for, as far as that can be told. */
  private paramProblems(dto: GenerateDto): FieldProblem[] {
    if (!isJsonObject(dto.generation_params)) return [];
    const alias: unknown = dto.target_server_alias;
    const server = typeof alias === 'string' ? this.fleet.byAlias(alias.trim()) : undefined;
    const appType: unknown = server?.appType ?? dto.app_type ?? this.defaultAppType();
    if (typeof appType !== 'string' || !this.registry.has(appType)) return [];
    const own = { ...dto, generation_info_raw: undefined, alwayson_scripts: undefined };
    const { params } = withStandIns(paramsOf(own));
    return inParams(this.registry.get(appType).readParams(params).problems);
  }
}

/** Without an image that it takes it cannot run, whatever was asked for. */
function dependenciesOf(dto: GenerateDto, { references }: ReadParams): Dependency[] {
  const onFailure = dto.on_dependency_failure ?? 'cancel';
  const named = (dto.depends_on ?? []).map((jobId, index) => ({
    ...{ jobId, onFailure },
    path: `depends_on.${index}`,
    takes: false,
  }));
  const taken = references.map(({ reference, path }) => ({
    ...{ jobId: reference.from_job, onFailure: 'cancel' as const },
    path: `generation_params.${path}`,
    takes: true,
  }));
  return merged([...taken, ...named]);
}

function writtenPrompts({ prompt, negativePrompt }: ReadParams, choices: JsonObject | null) {
  const original = isJsonObject(choices?.['original']) ? choices['original'] : {};
  const positive = original['prompt'] ?? original['positive_prompt'] ?? prompt;
  const negative = original['negative_prompt'] ?? negativePrompt;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { prompt: text(positive), negativePrompt: text(negative) };
}

function allowed(appType: string, who: Principal): string {
  if (who.mayUseAppType(appType)) return appType;
  const message = `This key may submit jobs for ${who.appTypes?.join(', ') ?? 'nothing'}, not for "${appType}".`;
  throw new DomainError('app_type_not_allowed', 403, message);
}

/** "Exactly what was asked" is shown to whoever may read the job; the secrets of its webhook and its options are not. */
function withoutSecrets(body: unknown): unknown {
  if (!isJsonObject(body)) return body;
  const asked = withoutSecretsInParams(body);
  if (!isJsonObject(asked['webhook'])) return asked;
  const { secret, url, ...rest } = asked['webhook'];
  const webhook = { ...rest, url: maskedUrl(url), ...(secret === undefined ? {} : { secret: '…' }) };
  return { ...asked, webhook };
}
