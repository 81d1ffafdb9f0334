import type { Dialect } from './dialects/dialect.js';
import type { Checkpoint, ModelLibrary } from './model-library.js';
import type { OptionsStore } from './options-store.js';
import { PythonError } from './python-errors.js';

/**
 * The one model in memory. Loading costs time, paid by the job (or, on A1111, the options request)
 * that needs another checkpoint or other modules.
 */
export class ModelSlot {
  private loaded: Checkpoint | null = null;
  private loadedKey = '';
  /** After a failed load: the key still names the model before, but nothing is there. */
  private poisoned = false;
  /** Unloaded: in RAM. */
  private isAway = false;

  constructor(
    private readonly dialect: Dialect,
    private readonly library: ModelLibrary,
    private readonly options: OptionsStore,
    private readonly brokenModel: () => string | undefined,
  ) {}

  get isOnGpu(): boolean {
    return this.loaded !== null && !this.isAway;
  }

  unload(): void {
    this.isAway = true;
  }

  /** Forge does so by itself, with the next job. */
  bringBack(): void {
    this.isAway = false;
  }

  get checkpoint(): Checkpoint | null {
    return this.loaded;
  }

  /**
   * Makes the selected checkpoint the loaded one, spending `load()` if it is not yet.
   * @throws PythonError when the file is broken, or (Forge) when an earlier failed load left the slot empty.
   */
  async ensure(load: () => Promise<void>): Promise<Checkpoint> {
    const wanted = this.library.select(this.options.get('sd_model_checkpoint'));
    if (!wanted)
      throw new PythonError('FileNotFoundError', "No checkpoints found. Can't run without a checkpoint.");
    const key = JSON.stringify([
      wanted.name,
      this.dialect.hasModules ? this.options.get('forge_additional_modules') : null,
    ]);
    if (key === this.loadedKey) return this.reuse(wanted);
    await load();
    if (this.isBroken(wanted)) {
      this.poisoned = this.dialect.failedLoadPoisons;
      throw this.dialect.brokenModelError;
    }
    this.take(wanted, key);
    return wanted;
  }

  private reuse(wanted: Checkpoint): Checkpoint {
    if (this.poisoned) {
      throw new PythonError('AttributeError', "'NoneType' object has no attribute 'sd_checkpoint_info'");
    }
    if (this.isAway && this.dialect.loadsEagerly) {
      const words =
        'Expected all tensors to be on the same device, but found at least two devices, cpu and cuda:0!';
      throw new PythonError('RuntimeError', words);
    }
    this.isAway = false;
    return wanted;
  }

  private take(checkpoint: Checkpoint, key: string): void {
    this.loaded = checkpoint;
    this.loadedKey = key;
    this.poisoned = false;
    this.isAway = false;
    this.options.note('sd_checkpoint_hash', this.library.learnHash(checkpoint));
    if (this.dialect.loadsEagerly) this.options.note('sd_model_checkpoint', this.library.title(checkpoint));
  }

  private isBroken(checkpoint: Checkpoint): boolean {
    const broken = this.brokenModel();
    return broken !== undefined && (checkpoint.name === broken || checkpoint.name.endsWith(`/${broken}`));
  }
}
