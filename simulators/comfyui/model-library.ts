import { basename } from 'node:path';
import type { Knobs } from './knobs.js';
import { takeKnob } from './knobs.js';
import type { ModelFile, ModelFolders } from './model-files.js';
import type { Settings } from './simulator-options.js';

/** The model files under the names this server gives them, which on Windows have backslashes. */
export class ModelLibrary {
  constructor(
    private readonly settings: Settings,
    private readonly knobs: Knobs,
  ) {}

  names(folder: keyof ModelFolders): string[] {
    return this.files(folder)
      .map(({ name }) => this.shown(name))
      .sort();
  }

  find(folder: keyof ModelFolders, shown: string): ModelFile | undefined {
    return this.files(folder).find(({ name }) => this.shown(name) === shown);
  }

  files(folder: keyof ModelFolders): ModelFile[] {
    const missing = takeKnob(this.knobs, 'modelMissing');
    return this.settings.models[folder].filter(({ name }) => name !== missing && basename(name) !== missing);
  }

  shown(name: string): string {
    return this.settings.windows ? name.replaceAll('/', '\\') : name;
  }

  isBroken(file: ModelFile): boolean {
    const broken = takeKnob(this.knobs, 'brokenModel');
    return broken !== undefined && (file.name === broken || basename(file.name) === broken);
  }
}
