// Requests that a server answers at once and that make no picture of the queue: handed on as they are, by a fixed list
// of paths.
import { Injectable, Logger } from '@nestjs/common';
import type { Principal } from '../../../access/contract/index.js';
import { unfitPictures } from '../../../common/embedded-pictures.js';
import { InvalidRequestError } from '../../../common/errors.js';
import { isJsonObject } from '../../../common/json.js';
import { DispatchError } from '../../../dispatch/contract/index.js';
import type { FleetServer } from '../../../servers/server-fleet.js';
import { ServerAnswerError, ServerWordsError } from '../door-problem.js';
import { DoorServers } from './door-servers.js';
import { SideQuestions } from './side-questions.js';

/** Upscaling and interrogating wait for the job that runs there. */
const QUESTION_MS = 600_000;
const CONTROL_MS = 30_000;

/** Paths that may be handed on, below the server's address. */
export type PassedOn =
  | 'sdapi/v1/png-info'
  | 'sdapi/v1/extra-single-image'
  | 'sdapi/v1/extra-batch-images'
  | 'sdapi/v1/interrogate'
  | 'controlnet/detect';
export type Control =
  | 'sdapi/v1/refresh-checkpoints'
  | 'sdapi/v1/refresh-vae'
  | 'sdapi/v1/refresh-loras'
  | 'sdapi/v1/refresh-embeddings'
  | 'sdapi/v1/unload-checkpoint'
  | 'sdapi/v1/reload-checkpoint';

@Injectable()
export class PassThrough {
  private readonly logger = new Logger('Door');

  constructor(
    private readonly servers: DoorServers,
    private readonly questions: SideQuestions,
  ) {}

  /**
   * The answer of the first server that has such a route.
   * @throws InvalidRequestError, ServerAnswerError with the server's own refusal, ServerWordsError 503 when no server answers
   */
  async ask(path: PassedOn, json: unknown, who: Principal, alias: string | null): Promise<unknown> {
    if (!isJsonObject(json)) throw new InvalidRequestError('The body must be a JSON object.');
    const [unfit] = unfitPictures(json, '');
    if (unfit) throw new InvalidRequestError(`${unfit.path}: ${unfit.message}`, [unfit]);
    let refusal: ServerAnswerError | undefined;
    for (const server of this.servers.online(who, alias)) {
      const answer = await this.tell(server, path, json, QUESTION_MS);
      if (answer === undefined) continue;
      if (answer.status < 300 && answer.json !== undefined) return answer.json;
      refusal = new ServerAnswerError(answer.status, answer.json);
      if (!isRouteMissing(answer)) throw refusal;
    }
    throw refusal ?? new ServerWordsError(503, 'ServiceUnavailable', NOBODY, NOBODY);
  }

  /** The servers look at their folders again, and we at their lists. What one of them fails in is logged, no more. */
  async refresh(path: Control, who: Principal, alias: string | null): Promise<void> {
    await Promise.all(
      this.servers.online(who, alias).map(async (server) => {
        await this.tell(server, path, undefined, CONTROL_MS);
        this.questions.forget(server);
        await this.servers.refresh(server).catch((error: unknown) => this.log(server, path, error));
      }),
    );
  }

  /** Loading and unloading a model harms whatever runs there: only for who manages the servers, for others nothing. */
  async control(path: Control, who: Principal, alias: string | null): Promise<void> {
    if (!who.can('manage_servers')) return;
    const servers = this.servers.online(who, alias);
    await Promise.all(servers.map((server) => this.tell(server, path, undefined, CONTROL_MS)));
  }

  /** Undefined when no whole answer came. */
  private async tell(server: FleetServer, path: string, json: unknown, timeoutMs: number) {
    const question = {
      method: 'POST' as const,
      path,
      query: '',
      timeoutMs,
      ...(json === undefined ? {} : { json }),
    };
    return this.questions.ask(server, question).catch((error: unknown) => this.log(server, path, error));
  }

  /** Safe to go on: another server is asked, or the client hears that none answered. */
  private log(server: FleetServer, path: string, error: unknown): undefined {
    if (!(error instanceof DispatchError)) throw error;
    this.logger.warn(error.message, { dir: 'queue→server', server: server.alias, path, code: error.code });
    return undefined;
  }
}

const NOBODY = 'No server that could answer this is online.';

function isRouteMissing({ status, json }: { status: number; json: unknown }): boolean {
  if (status === 405) return true;
  const detail = typeof json === 'object' && json !== null && 'detail' in json ? json.detail : undefined;
  return status === 404 && (detail === 'Not Found' || detail === undefined);
}
