import { OutputCache } from './execution/output-cache.js';
import { Interrupts } from './execution/interrupts.js';
import { ModelMemory } from './execution/model-memory.js';
import type { ProgressPicture } from './execution/node-context.js';
import { LifeEnded } from '../common/life-ended.js';
import { FileStore } from './files/file-store.js';
import type { ValidationServer } from './graph/prompt-validation.js';
import { takeKnob } from './knobs.js';
import type { Knobs, SocketFate } from './knobs.js';
import { ModelLibrary } from './model-library.js';
import { nodeClasses } from './nodes/node-registry.js';
import type { ServerLists } from './nodes/node-class.js';
import { History } from './queue/history.js';
import { PromptQueue } from './queue/prompt-queue.js';
import { serverFeatures } from './server-features.js';
import type { Settings } from './simulator-options.js';
import { SocketHub } from './ws/socket-hub.js';

/**
 * One run of the imitated process, from start to crash or stop. All its memory is here, so a restart
 * is a new ServerLife; what outlives it is on disk (inputs, outputs, settings of users) or in the log.
 */
export class ServerLife {
  private readonly ending = new AbortController();
  readonly signal = this.ending.signal;
  readonly nodes = nodeClasses;
  readonly library: ModelLibrary;
  readonly files: FileStore;
  readonly memory: ModelMemory;
  readonly cache: OutputCache;
  readonly interrupts = new Interrupts();
  readonly history = new History();
  readonly hub: SocketHub;
  readonly queue: PromptQueue;
  /** The counter behind `number`. */
  nextNumber = 0;
  runningNode: string | null = null;
  runningClient: string | null = null;
  private freeRequest = { unloadModels: false, freeMemory: false };
  private wake: (() => void) | null = null;

  constructor(
    readonly settings: Settings,
    knobs: Knobs,
  ) {
    this.library = new ModelLibrary(settings, knobs);
    this.files = new FileStore(settings);
    this.memory = new ModelMemory(settings);
    this.cache = new OutputCache(settings.cache);
    this.hub = new SocketHub({
      hasBug: settings.socketBug,
      hasFeatureFlags: settings.can.featureFlags,
      queueInfo: () => this.queueInfo(),
      features: () => serverFeatures(settings),
      runningNodeOf: (client) => (this.runningClient === client ? this.runningNode : null),
      isSwallowed: (type) => isSwallowed(knobs, type),
    });
    this.queue = new PromptQueue(
      () => this.send('status', { status: this.queueInfo() }, null),
      () => this.wake?.(),
    );
  }

  get lists(): ServerLists {
    const { library, files } = this;
    return {
      checkpoints: library.names('checkpoints'),
      diffusionModels: library.names('diffusionModels'),
      textEncoders: library.names('textEncoders'),
      vaes: library.names('vaes'),
      loras: library.names('loras'),
      upscalers: library.names('upscalers'),
      controlNets: library.names('controlNets'),
      inputImages: files.inputImages(),
    };
  }

  get validation(): ValidationServer {
    const { settings, nodes, lists, files } = this;
    return { settings, nodes, lists, findFile: (annotated) => files.findAnnotated(annotated) };
  }

  queueInfo(): object {
    return { exec_info: { queue_remaining: this.queue.remaining } };
  }

  readonly send = (type: string, data: object, client: string | null): void => {
    if (!this.signal.aborted) this.hub.send(type, data, client);
  };

  sendPreview(picture: ProgressPicture, about: object, client: string | null): void {
    if (!this.signal.aborted) this.hub.sendPreview(picture, about, client);
  }

  readonly strikeSocket = (fate: SocketFate): void => {
    this.hub.strike(fate, this.runningClient);
  };

  /** Looked at between two prompts, at once when none runs. */
  askToFree(unloadModels: boolean, freeMemory: boolean): void {
    this.freeRequest.unloadModels ||= unloadModels;
    this.freeRequest.freeMemory ||= freeMemory;
    this.wake?.();
  }

  applyFreeRequest(): void {
    const { unloadModels, freeMemory } = this.freeRequest;
    this.freeRequest = { unloadModels: false, freeMemory: false };
    if (unloadModels || freeMemory) this.memory.unloadAll();
    if (freeMemory) this.cache.clear();
  }

  /** Until there is a prompt or something to free. */
  untilWork(): Promise<void> {
    return new Promise((resolve, reject) => {
      const onEnd = (): void => reject(new LifeEnded());
      if (this.signal.aborted) return onEnd();
      this.signal.addEventListener('abort', onEnd, { once: true });
      this.wake = () => {
        this.wake = null;
        this.signal.removeEventListener('abort', onEnd);
        resolve();
      };
    });
  }

  /** Until the process ends. */
  forEver(): Promise<never> {
    return new Promise((_, reject) => {
      if (this.signal.aborted) return reject(new LifeEnded());
      this.signal.addEventListener('abort', () => reject(new LifeEnded()), { once: true });
    });
  }

  end(): void {
    this.ending.abort();
    this.hub.closeAll();
  }
}

function isSwallowed(knobs: Knobs, type: string): boolean {
  const setting = knobs.swallow;
  if (setting === undefined || setting === null) return false;
  const name = typeof setting === 'object' ? setting.value : setting;
  return (name === type || name === 'all') && takeKnob(knobs, 'swallow') !== undefined;
}
