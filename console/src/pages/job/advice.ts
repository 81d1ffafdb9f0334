// What to do about a job that failed or waits: what can be offered as a button. Pure.
import type { JobDetails } from '../../api/queries/queue';
import type { Server } from '../../api/queries/servers';

export type Offer =
  | { kind: 'retry' }
  | { kind: 'retry-on'; server: string }
  | { kind: 'use'; param: string; value: string }
  | { kind: 'change' | 'smaller' | 'servers' | 'keys' }
  | { kind: 'resume-queue' | 'release' | 'resume-bulk' | 'run-now' };

export type Hint = 'missing' | 'memory' | 'refused' | 'server' | 'access' | 'key' | 'crashed' | 'other';

type Facts = Pick<
  JobDetails,
  'status' | 'error' | 'waiting_reason' | 'generation_params' | 'app_type' | 'server_alias' | 'actions'
>;
type Known = Pick<Server, 'alias' | 'app_type' | 'not_available'>;

/** The parameter that names what a server may lack, when it cannot be found by its value. */
const PARAM_OF: Record<string, string> = {
  model_not_found: 'checkpoint_name',
  model_ambiguous: 'checkpoint_name',
  model_broken: 'checkpoint_name',
  sampler_not_found: 'sampler_name',
  scheduler_not_found: 'scheduler',
  upscaler_not_found: 'hr_upscaler',
};
const MOST_SUGGESTIONS = 3;

export function hintFor(code: string): Hint {
  if (/_not_found$|^model_(ambiguous|broken)$|^unknown_option$/.test(code)) return 'missing';
  if (code === 'out_of_memory') return 'memory';
  if (code === 'invalid_parameters') return 'refused';
  if (
    /^(tls|login_needed|wrong_password|api_not_enabled|no_page|wrong_address|credentials_unreadable)$/.test(
      code,
    )
  )
    return 'access';
  if (code === 'key_deleted') return 'key';
  if (code === 'crashed_repeatedly') return 'crashed';
  if (/^(server_|model_unloaded|nan_result|bad_|no_images)/.test(code)) return 'server';
  return 'other';
}

/** The first is the likeliest. */
export function offersFor(job: Facts, servers: readonly Known[]): Offer[] {
  if (job.status === 'pending') return waitingOffers(job.waiting_reason?.code ?? '');
  if (!job.actions.includes('retry')) return [];
  const again: Offer[] = [{ kind: 'retry' }];
  if (job.status === 'cancelled' || !job.error) return again;
  const elsewhere = elsewhereFor(job, servers);
  const hint = hintFor(job.error.code);
  if (hint === 'missing') return [...suggestionsFor(job), ...elsewhere, { kind: 'change' }];
  if (hint === 'memory') return [{ kind: 'smaller' }, ...elsewhere, ...again];
  if (hint === 'refused') return [{ kind: 'change' }, ...elsewhere];
  if (hint === 'access') return [{ kind: 'servers' }, ...elsewhere, ...again];
  if (hint === 'key') return [{ kind: 'keys' }, ...again];
  return [...again, ...elsewhere];
}

function suggestionsFor({ error, generation_params: params }: Facts): Offer[] {
  const { asked, suggestions } = error?.details ?? {};
  const byValue = Object.keys(params).find((name) => asked !== undefined && params[name] === asked);
  const param = byValue ?? PARAM_OF[error!.code];
  if (param === undefined || !Array.isArray(suggestions)) return [];
  return suggestions
    .filter((value): value is string => typeof value === 'string')
    .slice(0, MOST_SUGGESTIONS)
    .map((value) => ({ kind: 'use', param, value }));
}

function elsewhereFor({ app_type, error, server_alias: alias }: Facts, servers: readonly Known[]): Offer[] {
  const failedOn = error?.server_alias ?? alias;
  return servers
    .filter((server) => server.app_type === app_type && server.alias !== failedOn && !server.not_available)
    .map((server) => ({ kind: 'retry-on', server: server.alias }));
}

function waitingOffers(code: string): Offer[] {
  if (code === 'queue_paused') return [{ kind: 'resume-queue' }];
  // Whatever it waits for has to be through first.
  if (code === 'waiting_for_jobs') return [];
  if (code === 'bulk_paused') return [{ kind: 'resume-bulk' }, { kind: 'release' }];
  if (/^held/.test(code)) return [{ kind: 'release' }];
  if (/^(no_server|server_|model_on_no_server)/.test(code)) return [{ kind: 'servers' }];
  return /^quota/.test(code) ? [{ kind: 'keys' }] : [{ kind: 'run-now' }];
}
