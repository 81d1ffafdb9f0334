import { GradioApp } from './gradio/gradio-app.js';
import type { Knobs } from './knobs.js';
import { takeKnob } from './knobs.js';
import { ModelLibrary } from './model-library.js';
import { ModelSlot } from './model-slot.js';
import { withFolders } from './option-rules.js';
import { OptionsStore } from './options-store.js';
import { ProgressState } from './progress-state.js';
import { QueueLock } from './queue-lock.js';
import type { Settings } from './simulator-options.js';
import { TaskRegistry } from './task-registry.js';
import { ThreadPool } from './thread-pool.js';

/**
 * One run of the imitated process, from start to crash or stop. All its memory is here, so a restart
 * is a new ServerLife; what outlives it is on disk (options, hashes, pictures) or in the log.
 */
export class ServerLife {
  private readonly ending = new AbortController();
  readonly signal = this.ending.signal;
  readonly startedAt = Date.now();
  readonly lock = new QueueLock(this.signal);
  readonly threads: ThreadPool;
  readonly tasks = new TaskRegistry();
  readonly progress = new ProgressState();
  readonly library: ModelLibrary;
  readonly options: OptionsStore;
  readonly slot: ModelSlot;
  /** How often CUDA memory ran out, for the memory endpoint. */
  outOfMemoryCount = 0;
  /** The most that was used of the GPU, as far as anybody looked. */
  peakBytes = 0;
  /** Routes appear one by one over this time after the start, ms. */
  readonly notReadyForMs: number;

  /** Names of the extensions this process was started with. */
  readonly extensions: readonly string[];
  /** null with --nowebui. */
  readonly gradio: GradioApp | null;

  /** @param start how many starts there have been, this one included */
  constructor(settings: Settings, knobs: Knobs, start: number) {
    this.threads = new ThreadPool(settings.threads, this.signal);
    this.library = new ModelLibrary(settings.models, settings.modelsRoot, settings.dataDir, () =>
      takeKnob(knobs, 'modelMissing'),
    );
    const defaults = withFolders(settings.dialect.optionDefaults, settings.dataDir);
    this.options = new OptionsStore(defaults, settings.dataDir, this.library.list()[0]?.name ?? null);
    this.slot = new ModelSlot(settings.dialect, this.library, this.options, () =>
      takeKnob(knobs, 'brokenModel'),
    );
    this.notReadyForMs = takeKnob(knobs, 'notReadyForMs') ?? 0;
    this.extensions = takeKnob(knobs, 'extensions') ?? [];
    this.gradio = settings.nowebui ? null : new GradioApp(settings, this, start);
  }

  get isReady(): boolean {
    return Date.now() - this.startedAt >= this.notReadyForMs;
  }

  end(): void {
    this.ending.abort();
  }
}
