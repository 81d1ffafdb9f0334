// Every setting of the server: read from the environment once, validated, typed. Nothing else reads process.env.
// The README's table lists the same variables; `settings.spec.ts` keeps the two together.
import { isAbsolute, resolve } from 'node:path';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  validateSync,
} from 'class-validator';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevelName = (typeof LOG_LEVELS)[number];

const toNumber = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : value,
);

/** The environment as it may be given. A field is named after its variable; empty means absent. */
export class Environment {
  /** TCP port; 0 takes any free one. */
  @toNumber @IsInt() @Min(0) @Max(65535) PORT: number = 3000;

  /** Address to listen on. Beyond loopback everybody has to sign in (see STABLEQUEUE_AUTH). */
  @IsString() @Length(1, 255) HOST: string = '127.0.0.1';

  /** Folder of the database, the lock file, the secret key and (by default) the images. */
  @IsString() @Length(1, 4096) CONFIG_DATA_PATH: string = './data';

  /** Folder under which images are saved, by day. Default: `outputs` in the data folder. */
  @IsOptional() @IsString() @Length(1, 4096) STABLE_DIFFUSION_SAVE_PATH?: string;

  /** Reserved for PostgreSQL. */
  @IsOptional()
  @IsIn([], { message: 'DATABASE_URL is reserved: this version stores in SQLite only, so unset it' })
  DATABASE_URL?: string;

  @IsIn(LOG_LEVELS) LOG_LEVEL: LogLevelName = 'info';

  /** `json` one object a line; `text` for reading; `auto`: text on a terminal, else json. */
  @IsIn(['auto', 'json', 'text']) LOG_FORMAT: 'auto' | 'json' | 'text' = 'auto';

  /** `full` survives power loss; `normal` is faster on slow disks and may lose the last seconds on power loss. */
  @IsIn(['full', 'normal']) SQLITE_SYNCHRONOUS: 'full' | 'normal' = 'full';

  /** `all` serves and runs jobs; `api` serves only (nothing is dispatched). */
  @IsIn(['all', 'api']) STABLEQUEUE_ROLE: 'all' | 'api' = 'all';

  /** 32-byte key (64 hex digits) that encrypts servers' passwords. Default: `secret.key` in the data folder, made once. */
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/i, { message: 'STABLEQUEUE_SECRET_KEY must be 64 hex digits (32 bytes)' })
  STABLEQUEUE_SECRET_KEY?: string;

  /**
   * Who may use the console and the API without a key. `auto`: on loopback everybody on this machine, beyond it only
   * who signs in. `required`: only who signs in. `none`: everybody who reaches the port.
   */
  @IsIn(['auto', 'required', 'none']) STABLEQUEUE_AUTH: 'auto' | 'required' | 'none' = 'auto';

  /** Password of the console; takes the place of one that was set in the console. */
  @IsOptional() @IsString() @Length(8, 1024) STABLEQUEUE_ADMIN_PASSWORD?: string;

  /** File that holds the password of the console (Docker and Kubernetes secrets). */
  @IsOptional() @IsString() @Length(1, 4096) STABLEQUEUE_ADMIN_PASSWORD_FILE?: string;

  /** A bearer token that opens `/sdapi/v1`, beside the keys. */
  @IsOptional() @IsString() @Length(16, 512) AUTH_TOKEN?: string;

  /** Names under which this server is reached, comma separated; addresses, localhost and names without a dot always are. */
  @IsOptional() @IsString() @Length(1, 4096) STABLEQUEUE_ALLOWED_HOSTS?: string;

  /** Address ranges (CIDR) of reverse proxies whose X-Forwarded-… headers are believed, comma separated. */
  @IsOptional() @IsString() @Length(1, 4096) TRUSTED_PROXIES?: string;

  /** Header with the name of whom a trusted proxy has signed in, like `Remote-User`. Needs TRUSTED_PROXIES. */
  @IsOptional()
  @Matches(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, { message: 'AUTH_PROXY_HEADER must be the name of a header' })
  AUTH_PROXY_HEADER?: string;

  /** The address that clients use, like `https://queue.example.org`; addresses in answers begin with it. */
  @IsOptional()
  @Matches(/^https?:\/\/[^\s?#@]+$/i, { message: 'PUBLIC_URL must be a whole http:// or https:// address' })
  PUBLIC_URL?: string;

  /** How `/sdapi/v1` answers callers whose key does not say: `async` at once with an id, `sync` with the images, `auto` by the request. */
  @IsIn(['async', 'sync', 'auto']) SDAPI_MODE: 'async' | 'sync' | 'auto' = 'async';

  /** Private addresses (CIDR or host names, comma separated) that webhooks may go to. */
  @IsOptional() @IsString() @Length(1, 4096) WEBHOOK_ALLOW_PRIVATE?: string;

  /** Pauses between the tries of a webhook, in seconds, comma separated. */
  @Matches(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/, {
    message: 'WEBHOOK_RETRY_SECONDS must be seconds, comma separated',
  })
  WEBHOOK_RETRY_SECONDS: string = '5,300,1800,7200,18000,36000,50400,72000,86400';

  /** How long a receiver of webhooks may take to answer. */
  @toNumber @IsInt() @Min(100) @Max(120_000) WEBHOOK_TIMEOUT_MS: number = 15_000;

  /** Most jobs that one bulk may make. */
  @toNumber @IsInt() @Min(1) @Max(100_000) BULK_MAX_JOBS: number = 10_000;

  /** How many days the access log is kept. */
  @toNumber @IsInt() @Min(1) @Max(3_650) ACCESS_LOG_DAYS: number = 30;

  /** What a start does with the queue: run it, pause it, or keep the last state. */
  @IsIn(['run', 'pause', 'last']) QUEUE_ON_START: 'run' | 'pause' | 'last' = 'last';

  /** Jobs that have waited longer than this many hours at a start are held for a decision instead of run. */
  @IsOptional() @toNumber @IsNumber() @Min(0) QUEUE_HOLD_AFTER_HOURS?: number;

  /** Retries of a job that does not say how many it wants. */
  @toNumber @IsInt() @Min(0) @Max(10_000) SCHEDULER_MAX_PASSES: number = 100;

  /** A waiting job is passed over for no longer than this by jobs behind it. */
  @toNumber @IsInt() @Min(0) SCHEDULER_MAX_PASSED_MS: number = 3_600_000;

  /** Waiting jobs of a key and priority that nothing was started of for this long count as one lane higher. */
  @toNumber @IsInt() @Min(1_000) SCHEDULER_AGEING_MS: number = 600_000;

  @toNumber @IsInt() @Min(0) @Max(100) JOB_MAX_RETRIES: number = 3;

  /** First back-off before a retry; doubles each time, with full jitter. */
  @toNumber @IsInt() @Min(0) RETRY_BASE_MS: number = 5_000;

  @toNumber @IsInt() @Min(0) RETRY_CAP_MS: number = 300_000;

  /** How long an attempt stays ours without a sign of life of this process. */
  @toNumber @IsInt() @Min(1_000) LEASE_MS: number = 30_000;

  /** From submission to the first sampling step; covers loading a model. */
  @toNumber @IsInt() @Min(100) FIRST_STEP_TIMEOUT_MS: number = 600_000;

  /** Without any new sampling step once sampling has begun. */
  @toNumber @IsInt() @Min(100) STALL_TIMEOUT_MS: number = 180_000;

  /** How often a running job's progress is asked for. */
  @toNumber @IsInt() @Min(20) PROGRESS_POLL_MS: number = 500;

  /** How often an online server is looked at; failures back off up to twelve times this. */
  @toNumber @IsInt() @Min(100) PROBE_INTERVAL_MS: number = 10_000;

  /** How long a generation is waited for whose server does not answer after a restart of StableQueue. */
  @toNumber @IsInt() @Min(0) REATTACH_TIMEOUT_MS: number = 600_000;

  /** How long a stop waits for running generations before it leaves them to the next start. */
  @toNumber @IsInt() @Min(0) @Max(600_000) SHUTDOWN_GRACE_MS: number = 3_000;

  /** What to do when the picture is not the one asked for (other model, size or seed). */
  @IsIn(['warn', 'retry', 'fail']) MISMATCH_POLICY: 'warn' | 'retry' | 'fail' = 'warn';

  /** Jobs on disk are refused beyond this many waiting ones. */
  @toNumber @IsInt() @Min(1) QUEUE_MAX_WAITING: number = 100_000;
}

/** Variables without a default: absent from a fresh `Environment`. */
export const OPTIONAL_VARIABLES = [
  'STABLE_DIFFUSION_SAVE_PATH',
  'DATABASE_URL',
  'STABLEQUEUE_SECRET_KEY',
  'STABLEQUEUE_ADMIN_PASSWORD',
  'STABLEQUEUE_ADMIN_PASSWORD_FILE',
  'AUTH_TOKEN',
  'STABLEQUEUE_ALLOWED_HOSTS',
  'TRUSTED_PROXIES',
  'AUTH_PROXY_HEADER',
  'PUBLIC_URL',
  'WEBHOOK_ALLOW_PRIVATE',
  'QUEUE_HOLD_AFTER_HOURS',
];

export interface Settings extends Omit<Environment, 'CONFIG_DATA_PATH' | 'STABLE_DIFFUSION_SAVE_PATH'> {
  /** Absolute. */
  dataDir: string;
  /** Absolute. */
  imagesDir: string;
}

/** Injection token of the validated settings. */
export const SETTINGS = Symbol('settings');

/** One bad variable or more; the message names each. */
export class BadSettingsError extends Error {}

/** @throws BadSettingsError naming every bad variable */
export function readSettings(env: NodeJS.ProcessEnv, cwd = process.cwd()): Settings {
  const given = Object.fromEntries(
    Object.keys(new Environment())
      .concat(OPTIONAL_VARIABLES)
      .map((name) => [name, env[name]?.trim()])
      .filter(([, value]) => value !== undefined && value !== ''),
  ) as Record<string, string>;
  const environment = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const problems = validateSync(environment).map(
    (problem) =>
      `${problem.property}=${mask(problem.property, given[problem.property])}: ${Object.values(problem.constraints ?? {}).join('; ')}`,
  );
  if (problems.length)
    throw new BadSettingsError(`These settings cannot be used:\n  ${problems.join('\n  ')}`);
  const { CONFIG_DATA_PATH, STABLE_DIFFUSION_SAVE_PATH, ...rest } = environment;
  const dataDir = absolute(CONFIG_DATA_PATH, cwd);
  const imagesDir = STABLE_DIFFUSION_SAVE_PATH
    ? absolute(STABLE_DIFFUSION_SAVE_PATH, cwd)
    : resolve(dataDir, 'outputs');
  return { ...rest, dataDir, imagesDir };
}

function absolute(path: string, cwd: string): string {
  return isAbsolute(path) ? path : resolve(cwd, path);
}

function mask(name: string, value: string | undefined): string {
  return /KEY|URL|PASSWORD|SECRET|TOKEN/.test(name) ? '(not shown)' : String(value);
}
