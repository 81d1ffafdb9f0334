import type { ModelFile } from '../model-files.js';
import { sizeOf } from '../model-files.js';
import { PythonError } from '../python-error.js';
import type { Settings } from '../simulator-options.js';

const GIBIBYTE = 2 ** 30;
/** What the CUDA context takes of every card. */
const CONTEXT_BYTES = 0.4 * GIBIBYTE;
/** Working memory of a sampler per pixel and picture: half a GiB for 512×512. */
const SAMPLING_BYTES_PER_PIXEL = 2048;

/**
 * The memory of the first GPU. Models stay until others need the room, as ComfyUI keeps them; weights
 * that do not fit stay outside (it offloads them), so only the working memory of a picture can be too much.
 */
export class ModelMemory {
  /** Least recently used first. */
  private readonly resident = new Map<string, number>();
  private workingBytes = 0;
  outOfMemoryCount = 0;

  constructor(private readonly settings: Settings) {}

  get totalBytes(): number {
    return this.settings.vramBytes[0] ?? 8 * GIBIBYTE;
  }

  get modelBytes(): number {
    return [...this.resident.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  get freeBytes(): number {
    return Math.max(0, this.totalBytes - CONTEXT_BYTES - this.modelBytes - this.workingBytes);
  }

  get loadedNames(): string[] {
    return [...this.resident.keys()];
  }

  use(file: ModelFile): void {
    this.resident.delete(file.name);
    const room = this.totalBytes - CONTEXT_BYTES - this.workingBytes;
    const bytes = Math.min(sizeOf(file), room);
    this.makeRoom(room - bytes);
    this.resident.set(file.name, bytes);
  }

  /** @throws PythonError when that many pixels do not fit, whatever is unloaded. */
  beginWork(width: number, height: number, batch: number): void {
    const bytes = width * height * batch * SAMPLING_BYTES_PER_PIXEL;
    if (bytes > this.totalBytes - CONTEXT_BYTES) throw this.outOfMemory(bytes);
    this.workingBytes = bytes;
    this.makeRoom(this.totalBytes - CONTEXT_BYTES - bytes);
  }

  endWork(): void {
    this.workingBytes = 0;
  }

  outOfMemory(bytes: number): PythonError {
    this.outOfMemoryCount += 1;
    const gib = (value: number): string => `${(value / GIBIBYTE).toFixed(2)} GiB`;
    return new PythonError(
      'torch.OutOfMemoryError',
      [
        'Allocation on device 0 would exceed allowed memory. (out of memory)',
        `Currently allocated     : ${gib(this.modelBytes + this.workingBytes)}`,
        `Requested               : ${gib(bytes)}`,
        `Device limit            : ${gib(this.totalBytes)}`,
        'Free (according to CUDA): 0 bytes',
      ].join('\n'),
    );
  }

  unloadAll(): void {
    this.resident.clear();
  }

  private makeRoom(allowed: number): void {
    for (const [name, bytes] of this.resident) {
      const tooMuch = this.modelBytes - allowed;
      if (tooMuch <= 0) return;
      // The last ones lose a part of their weights before they go.
      if (bytes > tooMuch) this.resident.set(name, bytes - tooMuch);
      else this.resident.delete(name);
    }
  }
}
