// Calls the hooks of servers: one HTTP call each, to where webhooks may go too, and what came of it.
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { errorText } from '../common/errors.js';
import { parseJson } from '../common/json.js';
import { OutboundHttp } from '../outbound/outbound-http.js';
import type { HookKind, HookOutcome } from '../servers/hooks/hook-outcome.js';
import type { Hook } from '../servers/server.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import { VERSION } from '../version.js';

@Injectable()
export class HookCaller implements OnModuleDestroy {
  private readonly logger = new Logger('Hooks');
  private readonly stopping = new AbortController();

  constructor(
    private readonly http: OutboundHttp,
    private readonly fleet: ServerFleet,
    private readonly clock: Clock,
  ) {}

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Never rejects. */
  async call(server: FleetServer, kind: HookKind, hook: Hook): Promise<HookOutcome> {
    const at = this.clock.iso();
    const began = performance.now();
    const result = await this.send(hook);
    const outcome = { at, ...result, durationMs: Math.round(performance.now() - began) };
    this.fleet.recordHook(server.id, kind, outcome);
    const { status, problem, durationMs: ms } = outcome;
    const fields = { dir: 'queue→hook', server: server.alias, hook: `${kind}_hook`, status, ms };
    if (problem === null) this.logger.log('Hook called', fields);
    else this.logger.warn(`A hook failed: ${problem}`, fields);
    return outcome;
  }

  private async send(hook: Hook): Promise<Pick<HookOutcome, 'ok' | 'status' | 'problem'>> {
    try {
      const { status } = await this.http.send({
        ...{ url: hook.url, method: hook.method, timeoutMs: hook.timeoutSeconds * 1000 },
        headers: { 'user-agent': `StableQueue/${VERSION}`, ...typeOf(hook.body), ...hook.headers },
        ...(hook.body === null ? {} : { body: hook.body }),
        signal: this.stopping.signal,
      });
      const ok = status >= 200 && status < 300;
      return { ok, status, problem: ok ? null : `It was answered with status ${status}.` };
    } catch (error) {
      return { ok: false, status: null, problem: errorText(error) };
    }
  }
}

function typeOf(body: string | null): Record<string, string> {
  if (body === null) return {};
  return { 'content-type': parseJson(body) === undefined ? 'text/plain; charset=utf-8' : 'application/json' };
}
