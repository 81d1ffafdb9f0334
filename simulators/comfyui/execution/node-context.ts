import type { Generation } from '../generation-log.js';
import type { FileStore } from '../files/file-store.js';
import type { ModelLibrary } from '../model-library.js';
import type { Settings } from '../simulator-options.js';
import type { ValidationContext } from '../nodes/node-class.js';
import type { ModelMemory } from './model-memory.js';
import type { StepWatch } from './step-watch.js';

/** What a running node can reach. */
export interface NodeContext extends ValidationContext {
  settings: Settings;
  library: ModelLibrary;
  memory: ModelMemory;
  files: FileStore;
  nodeId: string;
  /** The text chunks that a saved picture gets. */
  pictureTexts(): [keyword: string, text: string][];
  record: Generation;
  steps: StepWatch;
  /** Fails as on a full disk if it is to. */
  beforeSaving(): void;
  /** Waits, deaf to interrupts, as loaders and decoders are. */
  work(ms: number): Promise<void>;
  /**
   * Tells everybody who listens how far the node is.
   * @throws Interrupted when somebody has asked to stop
   */
  progress(value: number, max: number, preview?: ProgressPicture): void;
  wantsPreviews: boolean;
  /** A line of text under the node. */
  tellText(text: string): void;
  /** Tells the client that something blocked it, without ending anything. */
  tellBlocked(message: string): void;
}

export interface ProgressPicture {
  format: 'jpeg' | 'png';
  bytes: Buffer;
}
