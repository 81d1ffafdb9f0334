import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { extname, join, resolve, sep } from 'node:path';
import { PythonError } from '../python-error.js';
import type { Settings } from '../simulator-options.js';

export type FileType = 'output' | 'input' | 'temp';
export const fileTypes: readonly FileType[] = ['output', 'input', 'temp'];

export interface SavePlace {
  folder: string;
  filename: string;
  counter: number;
  subfolder: string;
}

const imageEndings = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif', '.bmp', '.tiff', '.avif']);

/** The folders input/, output/ and temp/ of one life: names, counters, who may reach what. */
export class FileStore {
  /** Of previews: the same as long as the process lives. */
  readonly tempLetters = randomLetters();

  constructor(private readonly settings: Pick<Settings, 'dataDir' | 'windows'>) {
    rmSync(this.directory('temp'), { recursive: true, force: true });
    fileTypes.forEach((type) => mkdirSync(this.directory(type), { recursive: true }));
  }

  directory(type: FileType): string {
    return join(this.settings.dataDir, type);
  }

  /** The path of a file below a folder; null when it would lie outside. */
  locate(type: FileType, subfolder: string, filename = ''): string | null {
    const root = this.directory(type);
    const path = resolve(root, this.native(subfolder), filename);
    return path === root || path.startsWith(root + sep) ? path : null;
  }

  /** `name`, `name [output]`, `name [input]` or `name [temp]`; null when there is no such file. */
  findAnnotated(annotated: string): string | null {
    const { name, type } = splitAnnotation(annotated, 'input');
    const path = this.locate(type, name);
    return path !== null && name !== '' && existsSync(path) && statSync(path).isFile() ? path : null;
  }

  inputImages(): string[] {
    return this.list('input').filter((name) => imageEndings.has(extname(name).toLowerCase()));
  }

  /** Plain files, without subfolders. */
  list(type: FileType): string[] {
    return readdirSync(this.directory(type), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  }

  /**
   * Where the next file of a prefix goes; the counter goes on from the highest number there is.
   * @throws PythonError for a prefix that leads out of the folder
   */
  nextPlace(prefix: string, type: FileType, width: number, height: number): SavePlace {
    const parts = normalize(expandVariables(this.native(prefix), width, height));
    const filename = parts.at(-1) ?? '';
    const inner = parts.slice(0, -1).join('/');
    const folder = this.locate(type, inner);
    if (folder === null) throw outside(resolve(this.directory(type), inner), this.directory(type));
    mkdirSync(folder, { recursive: true });
    const subfolder = this.settings.windows ? inner.replaceAll('/', '\\') : inner;
    return { folder, filename, counter: highestNumber(folder, filename) + 1, subfolder };
  }

  private native(path: string): string {
    return this.settings.windows ? path.replaceAll('\\', '/') : path;
  }
}

export function splitAnnotation(annotated: string, fallback: FileType): { name: string; type: FileType } {
  const type = fileTypes.find((one) => annotated.endsWith(`[${one}]`));
  // The server cuts one character more than the suffix, whatever it is.
  return type ? { name: annotated.slice(0, -(type.length + 3)), type } : { name: annotated, type: fallback };
}

export function isFileType(text: string): text is FileType {
  return fileTypes.some((type) => type === text);
}

/** Path parts without `.`, and `..` where there is something to go up from. */
function normalize(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

function expandVariables(prefix: string, width: number, height: number): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  const values: Record<string, string> = {
    width: String(width),
    height: String(height),
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    hour: two(now.getHours()),
    minute: two(now.getMinutes()),
    second: two(now.getSeconds()),
  };
  return prefix.replace(/%([a-z]+)%/g, (whole, name: string) => values[name] ?? whole);
}

function highestNumber(folder: string, filename: string): number {
  const numbers = readdirSync(folder)
    .filter((name) => name.startsWith(`${filename}_`))
    .map((name) => /^(\d+)(?:_|$)/.exec(name.slice(filename.length + 1))?.[1])
    .map((digits) => (digits === undefined ? 0 : Number(digits)));
  return Math.max(0, ...numbers);
}

function outside(folder: string, root: string): PythonError {
  return new PythonError(
    'Exception',
    '**** ERROR: Saving image outside the output folder is not allowed.' +
      `\n full_output_folder: ${folder}\n         output_dir: ${root}`,
  );
}

function randomLetters(): string {
  const letters = 'abcdefghijklmnopqrstupvxyz';
  return Array.from({ length: 5 }, () => letters[Math.floor(Math.random() * letters.length)]).join('');
}
