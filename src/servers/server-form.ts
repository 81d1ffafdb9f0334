// What a request may say about a server: from DTO to fields, every rule of the alias, the address and the secrets.
// Which names are taken is the repository's knowledge.
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { BadFieldError, FieldProblems } from './field-problems.js';
import { AddressPolicy } from '../outbound/address-policy.js';
import { HookForm } from './hooks/hook-form.js';
import { readHours } from './hours/hours-form.js';
import { ownAddress, readBaseUrl } from './server-address.js';
import type { CredentialsDto, ServerSettingsDto, UpdateServerDto } from './server-form.dto.js';
import { readCredentials, readHeaders, readTls, refuseTwoLogins } from './server-login.js';
import { DEFAULT_FIELDS, type Server, type ServerChanges, type ServerFields } from './server.js';

const ALIAS = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,63}$/u;
/** Words that say "no server in particular". */
const RESERVED_ALIASES = new Set(['any', 'default']);
const MAX_OPTIONS_CHARS = 16_384;

type Stored = Pick<
  ServerFields,
  'appType' | 'credentials' | 'extraHeaders' | 'tls' | 'options' | 'busyHook' | 'idleHook'
>;

@Injectable()
export class ServerForm {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'HOST' | 'PORT' | 'dataDir'>,
    private readonly registry: DispatcherRegistry,
    private readonly policy: AddressPolicy,
  ) {}

  /**
   * The fields of a new server.
   * @throws InvalidRequestError, DomainError `unknown_app_type`
   */
  create(dto: UpdateServerDto): ServerFields {
    const problems = new FieldProblems();
    const { alias, baseUrl, ...rest } = this.read(
      { ...dto, app_type: dto.app_type ?? DEFAULT_FIELDS.appType },
      DEFAULT_FIELDS,
      problems,
    );
    problems.refuseMissing('alias', dto.alias);
    problems.refuseMissing('base_url', dto.base_url ?? dto.apiUrl);
    problems.throwIfAny();
    return { ...DEFAULT_FIELDS, ...rest, alias: alias ?? '', baseUrl: baseUrl ?? '' };
  }

  /** Likewise; only what the request names. */
  change(dto: UpdateServerDto, stored: Server): ServerChanges {
    const problems = new FieldProblems();
    const changes = this.read(dto, stored, problems);
    problems.throwIfAny();
    return changes;
  }

  private read(dto: UpdateServerDto, stored: Stored, problems: FieldProblems): ServerChanges {
    if (dto.app_type) this.registry.get(dto.app_type);
    const address = dto.base_url ?? dto.apiUrl ?? undefined;
    const hooks = new HookForm(this.policy, problems);
    const changes: ServerChanges = {
      alias: problems.read('alias', dto.alias ?? undefined, readAlias),
      baseUrl: problems.read('base_url', address, (text) => readBaseUrl(text, ownAddress(this.settings))),
      appType: dto.app_type ?? undefined,
      credentials: problems.read('credentials', loginOf(dto), (login) =>
        readCredentials(login, stored.credentials),
      ),
      extraHeaders: problems.read('extra_headers', dto.extra_headers, (given) =>
        readHeaders(given ?? {}, stored.extraHeaders),
      ),
      tls: problems.read('tls', dto.tls, (given) =>
        given ? readTls(given, stored.tls) : DEFAULT_FIELDS.tls,
      ),
      options: problems.read('options', dto.options, (given) => readOptions(given ?? {})),
      enabled: dto.enabled ?? undefined,
      draining: dto.draining ?? undefined,
      maxConcurrentJobs: dto.max_concurrent_jobs ?? undefined,
      tags: dto.tags && [...new Set(dto.tags)],
      lookAhead: dto.look_ahead ?? undefined,
      gpu: dto.gpu && dto.gpu.trim(),
      idleUnloadMinutes: dto.idle_unload_minutes,
      hours: problems.read('hours', dto.hours, (given) => given && readHours(given)),
      busyHook: hooks.busy(dto.busy_hook, stored.busyHook),
      idleHook: hooks.idle(dto.idle_hook, stored.idleHook),
      notes: dto.notes,
    };
    const { credentials = stored.credentials, extraHeaders = stored.extraHeaders } = changes;
    problems.read('extra_headers', extraHeaders, (headers) => refuseTwoLogins(credentials, headers));
    if (dto.options !== undefined || dto.app_type) this.checkOptions(changes, stored, problems);
    return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  }

  /** What is in them only the app_type knows. */
  private checkOptions(changes: ServerChanges, stored: Stored, problems: FieldProblems): void {
    const { appType = stored.appType, options = stored.options } = changes;
    const found = this.registry.has(appType) ? this.registry.get(appType).checkOptions?.(options) : undefined;
    problems.add((found ?? []).map(({ path, message }) => ({ path: `options.${path}`, message })));
  }
}

/** The name as it is stored: no blanks around it, composed letters. @throws BadFieldError */
export function readAlias(text: string): string {
  const alias = text.trim().normalize('NFC');
  if (!ALIAS.test(alias) || alias.length > 64) {
    throw new BadFieldError(
      'must be 1 to 64 letters, digits, spaces, dots, hyphens or underscores, the first a letter or digit',
    );
  }
  if (RESERVED_ALIASES.has(alias.toLowerCase()))
    throw new BadFieldError(`cannot be "${alias}": it means "whichever server"`);
  return alias;
}

function readOptions(options: Record<string, unknown>): Record<string, unknown> {
  if (JSON.stringify(options).length > MAX_OPTIONS_CHARS) throw new BadFieldError('are too long');
  return options;
}

/** Credentials in whichever form they came; undefined when the request says nothing about them. */
function loginOf(dto: ServerSettingsDto): CredentialsDto | undefined {
  if (dto.credentials !== undefined) return dto.credentials ?? { type: 'none' };
  const username = dto.authUser ?? dto.auth?.username;
  const password = dto.authPass ?? dto.auth?.password;
  if (username === '') return { type: 'none' };
  return username || password ? { type: 'basic', username, password } : undefined;
}
