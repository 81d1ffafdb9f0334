// One attempt from the queued prompt to its files. What the server keeps is the truth and is asked for; the WebSocket
// tells how far it is, and when it is worth asking.
import { Observable, type Subscriber } from 'rxjs';
import { pause } from '../../../../common/pause.js';
import {
  DispatchError,
  type PreparedRequest,
  type RunEvent,
  type RunLimits,
  type Target,
} from '../../../contract/index.js';
import { toTransportError } from '../../../transport-error.js';
import { classifyFailure } from '../answer/classify-failure.js';
import { readExpectation } from '../prepare/expectation.js';
import type { ComfyuiClient } from '../server/comfyui-client.js';
import type { HistoryEntry } from '../server/history-entry.js';
import type { ComfyGraph } from '../workflow/graph.js';
import { cancelPrompt } from './cancel.js';
import { decide, type Look, type Verdict, type Watched } from './decide.js';
import { ENDS, interrupted } from './endings.js';
import { GraphProgress, type GraphStanding } from './graph-progress.js';
import type { ComfyuiHandle } from './handle.js';
import type { OpenPrompts } from './open-prompts.js';
import type { PromptFeed } from './prompt-feed.js';
import type { PromptMessage } from './read-message.js';
import { MOST_BYTES, readOutputs } from './read-outputs.js';
import { graphOf } from './submit.js';

export interface WatchedRun {
  client: ComfyuiClient;
  prompts: OpenPrompts;
  target: Target;
  request: PreparedRequest;
  handle: ComfyuiHandle;
  limits: RunLimits;
  /** Null: nothing is told, only polled. */
  feed: PromptFeed | null;
}

/** While the WebSocket tells everything, the server is asked this much less often. */
const SELDOM = 10;
const STOP_MS = 15_000;

export function watchRun(run: WatchedRun): Observable<RunEvent> {
  return new Observable((subscriber) => {
    const watch = new PromptWatch(run, subscriber);
    watch.start().then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
    return () => watch.stop();
  });
}

class PromptWatch {
  private readonly graph: ComfyGraph;
  private readonly progress: GraphProgress;
  private readonly stopping = new AbortController();
  private readonly sent: { node: string; bytes: Buffer }[] = [];
  private readonly watched: Watched;
  private waking = new AbortController();
  private node: string | null = null;
  private said = '';
  private begunAt: number | null = null;
  private sentBytes = 0;
  private lastError: unknown = null;

  constructor(
    private readonly run: WatchedRun,
    private readonly subscriber: Subscriber<RunEvent>,
  ) {
    this.graph = graphOf(run.request);
    this.progress = new GraphProgress(this.graph);
    const now = Date.now();
    const marks = { hasRun: false, hasBegun: false, isStepping: false, isBlind: run.feed === null };
    this.watched = { absent: 0, awaySince: null, movedAt: now, holder: null, heldSince: now, ...marks };
  }

  async start(): Promise<void> {
    this.say({ phase: 'sending', percent: 0, step: null, steps: null });
    const feed = this.run.feed?.messages$.subscribe({
      next: (message) => this.take(message),
      complete: () => this.goBlind(),
    });
    try {
      while (!this.stopping.signal.aborted) {
        const look = await this.look();
        if (this.stopping.signal.aborted) return;
        if (await this.follow(look)) return;
        await this.rest();
      }
    } finally {
      feed?.unsubscribe();
    }
  }

  stop(): void {
    this.stopping.abort();
    this.waking.abort();
  }

  /** True: it is over, and the outputs have been told. */
  private async follow(look: Look): Promise<boolean> {
    this.note(look);
    const { limits, target, prompts } = this.run;
    const verdict = decide(look, this.watched, limits, Date.now(), prompts.stuckOn(target));
    if (verdict === 'wait') return false;
    if (verdict !== 'collect') throw await this.giveUp(verdict, look);
    if ('seen' in look && look.seen.state === 'ended') await this.collect(look.seen.entry);
    return true;
  }

  private async look(): Promise<Look> {
    const { client, target, handle } = this.run;
    try {
      return { seen: await client.standing(target, handle.task_id, this.stopping.signal) };
    } catch (error) {
      this.lastError = error;
      if (error instanceof DispatchError) {
        // A login that is refused in the middle will not heal by itself.
        if (error.kind === 'busy' && /login|password/.test(error.code)) throw error;
        return { failed: 'bad_answer' };
      }
      return { failed: toTransportError(error).neverConnected ? 'refused' : 'no_answer' };
    }
  }

  private note(look: Look): void {
    const { watched } = this;
    const now = Date.now();
    watched.awaySince = 'failed' in look ? (watched.awaySince ?? now) : null;
    if (!('seen' in look)) return;
    const { seen } = look;
    watched.absent = seen.state === 'absent' ? watched.absent + 1 : 0;
    if (seen.state === 'running' && !watched.hasRun) this.beginRunning();
    if (seen.state !== 'waiting') return;
    if (seen.running !== watched.holder) Object.assign(watched, { holder: seen.running, heldSince: now });
    this.say({ ...this.progress.standing(), phase: 'queued_on_server' });
  }

  private beginRunning(): void {
    this.watched.hasRun = true;
    this.watched.movedAt = Date.now();
    // A server whose worker takes something is alive.
    this.run.prompts.forgetStuck(this.run.target);
  }

  private take(message: PromptMessage): void {
    if (message.type === 'preview') return this.show(message);
    if (message.type === 'started') this.beginRunning();
    if (message.type === 'executing') this.node = message.node;
    const isLast = message.type === 'ended' || (message.type === 'executing' && message.node === null);
    if (isLast) return this.waking.abort();
    this.watched.hasRun = true;
    this.progress.take(message);
    this.tell();
  }

  /** What a SaveImageWebsocket sends is no preview but the picture itself, and lies nowhere else. */
  private show({ bytes, mediaType, node }: Extract<PromptMessage, { type: 'preview' }>): void {
    const from = node ?? this.node;
    if (from !== null && this.graph[from]?.class_type === 'SaveImageWebsocket') this.keep(from, bytes);
    else this.subscriber.next({ type: 'preview', bytes, mediaType });
  }

  /** What is too much is told at the end, and not kept until then. */
  private keep(node: string, bytes: Buffer): void {
    if (this.sentBytes > MOST_BYTES) return;
    this.sentBytes += bytes.length;
    this.sent.push({ node, bytes });
  }

  private tell(): void {
    const { progress, watched } = this;
    const standing = progress.standing();
    watched.hasBegun = progress.hasBegun;
    watched.isStepping = progress.isStepping;
    if (progress.hasBegun) this.begunAt ??= Date.now();
    if (this.say(standing)) watched.movedAt = Date.now();
  }

  /** Once each; true when it was something new. */
  private say(standing: GraphStanding): boolean {
    const said = JSON.stringify(standing);
    if (said === this.said) return false;
    this.said = said;
    this.subscriber.next({ type: 'progress', ...standing, etaSeconds: this.secondsLeft(standing.percent) });
    return true;
  }

  private secondsLeft(percent: number): number | null {
    if (this.begunAt === null || percent < 5) return null;
    const elapsed = (Date.now() - this.begunAt) / 1000;
    return elapsed < 1 ? null : Math.round((elapsed * (100 - percent)) / percent);
  }

  private goBlind(): void {
    this.watched.isBlind = true;
    this.watched.movedAt = Date.now();
    this.waking.abort();
  }

  /** Until the next look is due, or something was told that makes one worth while. */
  private async rest(): Promise<void> {
    const { pollMs, stallMs } = this.run.limits;
    const isTold = !this.watched.isBlind && this.watched.awaySince === null && this.watched.hasRun;
    const ms = isTold ? Math.min(pollMs * SELDOM, stallMs) : pollMs;
    const wasWoken = this.waking.signal.aborted;
    // After the last message the history may still be being written (ComfyUI#11540): asked again at short intervals.
    await pause(wasWoken ? pollMs : ms, wasWoken ? this.stopping.signal : this.waking.signal);
  }

  private async collect(entry: HistoryEntry): Promise<void> {
    const { client, target, handle, request } = this.run;
    if (entry.failure) throw classifyFailure(entry.failure, this.graph);
    if (entry.outcome === 'interrupted') throw interrupted();
    this.subscriber.next({ type: 'made' });
    const expected = readExpectation(request.expect);
    const from = { client, target, graph: this.graph, handle, expected, sent: this.sent };
    this.subscriber.next(await readOutputs(entry, from, this.stopping.signal));
  }

  private async giveUp(verdict: Exclude<Verdict, 'wait' | 'collect'>, look: Look): Promise<DispatchError> {
    const { target, prompts, handle } = this.run;
    if (verdict === 'bad_answer' && this.lastError instanceof DispatchError) return this.lastError;
    if (verdict === 'gone' || verdict === 'silent' || verdict === 'bad_answer')
      return ENDS[verdict](target.alias);
    await this.stopOnServer();
    // If it stands there even so, its worker is dead: whoever waits behind it waits for nothing.
    const isStuck = 'seen' in look && look.seen.state === 'running' && (await this.isStillRunning());
    if (isStuck) prompts.noteStuck(target, handle.task_id);
    return ENDS[verdict](target.alias);
  }

  private async stopOnServer(): Promise<void> {
    const { client, target, handle } = this.run;
    // A server that hangs may not answer this either; the run is over for us all the same.
    await cancelPrompt(client, target, handle.task_id, AbortSignal.timeout(STOP_MS)).catch(() => false);
  }

  private async isStillRunning(): Promise<boolean> {
    const { client, target, handle, limits } = this.run;
    await pause(Math.min(limits.stallMs, 5_000), this.stopping.signal);
    const seen = await client.standing(target, handle.task_id).catch(() => null);
    return seen?.state === 'running';
  }
}
