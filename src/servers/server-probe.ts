// One look at a server through its dispatcher. Always an answer, within a time limit, whatever the dispatcher does.
import { Injectable, Logger } from '@nestjs/common';
import { errorText } from '../common/errors.js';
import type { ProbeResult, Target } from '../dispatch/contract/index.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { DeadlineError, withDeadline } from './deadline.js';

const PROBE_LIMIT_MS = 15_000;

@Injectable()
export class ServerProbe {
  private readonly logger = new Logger(ServerProbe.name);

  constructor(private readonly registry: DispatcherRegistry) {}

  /** Never rejects. `secretsProblem`: the server is not asked, because it would only refuse us. */
  async look(target: Target, secretsProblem: string | null, signal: AbortSignal): Promise<ProbeResult> {
    if (secretsProblem) return failed('misconfigured', 'credentials_unreadable', secretsProblem);
    if (!this.registry.has(target.appType)) {
      const problem = `This StableQueue does not know the app_type "${target.appType}".`;
      return failed('misconfigured', 'unknown_app_type', problem);
    }
    const dispatcher = this.registry.get(target.appType);
    const startedAt = performance.now();
    try {
      const result = await withDeadline((inner) => dispatcher.probe(target, inner), PROBE_LIMIT_MS, signal);
      this.logger.debug('Looked at a server', {
        dir: 'poll',
        server: target.alias,
        state: result.state,
        ms: result.latencyMs,
      });
      return result;
    } catch (error) {
      if (!signal.aborted && !(error instanceof DeadlineError)) {
        this.logger.error(`The probe itself failed: ${errorText(error)}`, {
          dir: 'poll',
          server: target.alias,
        });
      }
      const problem = `The server did not answer as it should: ${errorText(error)}.`;
      return failed('unreachable', 'unreachable', problem, performance.now() - startedAt);
    }
  }
}

function failed(
  state: ProbeResult['state'],
  problemCode: string,
  problem: string,
  latencyMs = 0,
): ProbeResult {
  return {
    state,
    problem,
    problemCode,
    version: null,
    loadedCheckpoint: null,
    memory: null,
    busyElsewhere: null,
    latencyMs: Math.round(latencyMs),
  };
}
