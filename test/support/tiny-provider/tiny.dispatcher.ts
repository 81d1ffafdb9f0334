// A provider as a stranger would write it: one file that knows the contract and nothing else of the project.
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Observable } from 'rxjs';
import { isJsonObject, parseJson, type JsonObject } from '../../../src/common/json.js';
import { pause } from '../../../src/common/pause.js';
import {
  AppType,
  DispatchError,
  type Dispatcher,
  type Handle,
  type Inventory,
  type OutputFile,
  type ParamsReading,
  type ParamsSummary,
  type PreparedRequest,
  type ProbeResult,
  type Recovery,
  type RunEvent,
  type RunLimits,
  type RunProgress,
  type Target,
} from '../../../src/dispatch/contract/index.js';
import { TargetHttp } from '../../../src/dispatch/target-http.js';

export class TinyParams {
  @IsString() prompt!: string;
  @IsOptional() @IsInt() steps?: number;
  @IsOptional() @IsInt() pictures?: number;
  @IsOptional() @IsInt() seed?: number;
}

const number = (params: JsonObject, name: string, otherwise: number): number =>
  Number(params[name] ?? otherwise);

@AppType('tiny')
export class TinyDispatcher implements Dispatcher {
  readonly label = 'Tiny';
  readonly params = TinyParams;
  readonly capabilities = { img2img: false, previews: false, interrupt: true };

  constructor(private readonly http: TargetHttp) {}

  readParams(raw: JsonObject): ParamsReading {
    const problems = typeof raw['prompt'] === 'string' ? [] : [{ path: 'prompt', message: 'must be a text' }];
    return { params: { seed: 1, ...raw }, warnings: [], problems };
  }

  summarize(params: JsonObject): ParamsSummary {
    const unknown = { negativePrompt: null, width: null, height: null, checkpoint: null };
    const steps = number(params, 'steps', 6);
    return {
      ...unknown,
      steps,
      prompt: String(params['prompt']),
      images: number(params, 'pictures', 1),
      seed: number(params, 'seed', 1),
    };
  }

  async probe(target: Target, signal: AbortSignal): Promise<ProbeResult> {
    const rest = { version: null, loadedCheckpoint: null, memory: null, latencyMs: 0 };
    const answer = await this.call(target, 'GET', '', undefined, signal).catch(() => null);
    if (!answer)
      return {
        ...rest,
        state: 'unreachable',
        problem: 'It is away.',
        problemCode: 'unreachable',
        busyElsewhere: null,
      };
    return {
      ...rest,
      state: 'online',
      problem: null,
      problemCode: null,
      busyElsewhere: answer['busy'] === true,
    };
  }

  async inventory(): Promise<Inventory> {
    const nothing = { checkpoints: [], loras: [], modules: [], embeddings: [], samplers: [], schedulers: [] };
    return Promise.resolve({ ...nothing, upscalers: [], scripts: [], loadedCheckpoint: null, extra: {} });
  }

  async prepare(params: JsonObject): Promise<PreparedRequest> {
    const seeds = Array.from(
      { length: number(params, 'pictures', 1) },
      (_, at) => number(params, 'seed', 1) + at,
    );
    return Promise.resolve({
      method: 'POST',
      path: 'draw',
      body: { steps: number(params, 'steps', 6), seeds },
      expect: {},
      warnings: [],
    });
  }

  handleFor(attemptId: string): Handle {
    return { task_id: attemptId };
  }

  async submit(
    request: PreparedRequest,
    handle: Handle,
    target: Target,
    signal: AbortSignal,
  ): Promise<Handle> {
    if ((await this.call(target, 'POST', String(handle['task_id']), request.body, signal)) === null)
      throw new DispatchError('retryable', 'It does not draw.', { code: 'server_error' });
    return handle;
  }

  watch(handle: Handle, request: PreparedRequest, target: Target, limits: RunLimits): Observable<RunEvent> {
    return new Observable((subscriber) => {
      const stopping = new AbortController();
      this.follow(handle, request, target, limits, stopping.signal, (event) => subscriber.next(event)).then(
        () => subscriber.complete(),
        (error: unknown) => subscriber.error(error),
      );
      return () => stopping.abort();
    });
  }

  async recover(
    handle: Handle,
    _request: PreparedRequest,
    target: Target,
    signal: AbortSignal,
  ): Promise<Recovery> {
    try {
      const seen = await this.call(target, 'GET', String(handle['task_id']), undefined, signal);
      if (!seen) return { state: 'unknown', mayHaveRun: true };
      return { state: /waiting|running/.test(String(seen['outcome'])) ? 'running' : 'finished' };
    } catch {
      return { state: 'unreachable', reason: 'It is away.' };
    }
  }

  async cancel(handle: Handle, target: Target, signal: AbortSignal): Promise<boolean> {
    const answer = await this.call(target, 'STOP', String(handle['task_id']), undefined, signal);
    return answer?.['stopped'] === true;
  }

  private async follow(
    handle: Handle,
    request: PreparedRequest,
    target: Target,
    limits: RunLimits,
    signal: AbortSignal,
    tell: (event: RunEvent) => void,
  ): Promise<void> {
    let [said, movedAt] = ['', Date.now()];
    const say = (phase: RunProgress['phase'], step: number, steps: number): void => {
      const progress: RunProgress = {
        type: 'progress',
        phase,
        percent: (100 * step) / steps,
        step,
        steps,
        etaSeconds: null,
      };
      if (JSON.stringify(progress) === said) return;
      [said, movedAt] = [JSON.stringify(progress), Date.now()];
      tell(progress);
    };
    say('sending', 0, 1);
    while (!signal.aborted) {
      const seen = await this.call(target, 'GET', String(handle['task_id']), undefined, signal);
      if (!seen) throw new DispatchError('lost', 'It has forgotten the drawing.', { code: 'task_unknown' });
      const outcome = String(seen['outcome']);
      if (outcome === 'completed') return tell(outputsOf(seen, request));
      if (outcome === 'failed')
        throw new DispatchError('retryable', 'It could not draw.', { code: 'server_error' });
      if (outcome === 'interrupted')
        throw new DispatchError('retryable', 'It was stopped.', { code: 'interrupted' });
      say(
        outcome === 'waiting' ? 'queued_on_server' : 'sampling',
        Number(seen['step']),
        Number(seen['steps']),
      );
      if (outcome === 'running' && Date.now() - movedAt > limits.stallMs) {
        await this.cancel(handle, target, AbortSignal.timeout(1_000));
        throw new DispatchError('retryable', 'It stands still.', { code: 'no_progress' });
      }
      await pause(limits.pollMs / 5, signal);
    }
  }

  /** Null: it knows no such thing. */
  private async call(
    target: Target,
    method: 'GET' | 'POST' | 'STOP',
    id: string,
    json: unknown,
    signal: AbortSignal,
  ): Promise<JsonObject | null> {
    const path = id === '' ? '' : `${method === 'STOP' ? 'stop' : 'draw'}/${id}`;
    const call = method === 'GET' ? { path } : { method: 'POST' as const, path, json: json ?? {} };
    const answer = await this.http
      .call(target, { ...call, timeoutMs: 2_000, signal })
      .catch((error: unknown) => {
        throw new DispatchError('busy', 'It is away.', { code: 'server_unreachable', cause: error });
      });
    const value = parseJson(answer.body.toString());
    return answer.status === 200 && isJsonObject(value) ? value : null;
  }
}

function outputsOf(seen: JsonObject, { body }: PreparedRequest): RunEvent {
  const seeds = body['seeds'] as number[];
  const images = (seen['pictures'] as string[]).map((data, at): OutputFile => ({
    bytes: Buffer.from(data, 'base64'),
    role: 'image',
    seed: seeds[at] ?? null,
    infotext: null,
  }));
  return { type: 'outputs', images, received: {}, warnings: [] };
}
