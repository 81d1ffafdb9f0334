import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OptionsStore } from '../options-store.js';
import { timestamp } from '../progress-state.js';

/** What the patterns in file and folder names may refer to. */
export interface NamingFacts {
  seed: number;
  prompt: string;
  modelName: string;
  modelHash: string;
  width: number;
  height: number;
  steps: number;
  cfg: number;
  sampler: string;
  batchNumber: number;
}

export interface Destination {
  /** The option holding the folder: outdir_txt2img_samples, outdir_img2img_grids, … */
  folderOption: string;
  prefix: string;
  /** Whether the file-name pattern and folder pattern apply as to samples, or as to grids. */
  isGrid: boolean;
}

/**
 * Writes a picture where the real server would: `<outdir>/<folder pattern>/<NNNNN>-<file pattern>.ext`,
 * with the number left out when `save_images_add_number` is off and a pattern is given.
 */
export function saveImage(
  options: OptionsStore,
  to: Destination,
  bytes: Buffer,
  extension: string,
  facts: NamingFacts,
): string {
  const usesFolders = options.flag(to.isGrid ? 'grid_save_to_dirs' : 'save_to_dirs');
  const folder = usesFolders
    ? expandPattern(options.text('directories_filename_pattern') || '[date]', facts)
    : '';
  const directory = join(options.text(to.folderOption), folder.replace(/^[/ ]+|[/ ]+$/g, ''));
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${baseName(options, to, directory, facts, usesFolders)}.${extension}`);
  writeFileSync(file, bytes);
  return file;
}

function baseName(
  options: OptionsStore,
  to: Destination,
  directory: string,
  facts: NamingFacts,
  usesFolders: boolean,
): string {
  const fallback = usesFolders ? '[seed]' : '[seed]-[prompt_spaces]';
  const decoration = to.isGrid
    ? ''
    : expandPattern(options.text('samples_filename_pattern') || fallback, facts);
  const addNumber = options.flag('save_images_add_number') || decoration === '';
  if (!addNumber) return freeName(options, directory, decoration);
  const number = nextNumber(directory, to.prefix);
  const counted =
    to.prefix === '' ? String(number).padStart(5, '0') : `${to.prefix}-${String(number).padStart(4, '0')}`;
  return decoration === '' ? counted : `${counted}-${decoration}`;
}

function freeName(options: OptionsStore, directory: string, name: string): string {
  if (options.text('save_images_replace_action') !== 'Add number suffix') return name;
  let free = name;
  for (let i = 1; readdirSync(directory).some((file) => file.startsWith(`${free}.`)); i++)
    free = `${name}-${i}`;
  return free;
}

/** One more than the highest number in the folder. */
function nextNumber(directory: string, prefix: string): number {
  const start = prefix === '' ? '' : `${prefix}-`;
  const numbers = existsSync(directory)
    ? readdirSync(directory)
        .filter((file) => file.startsWith(start))
        .map((file) => Number.parseInt(file.slice(start.length), 10))
        .filter((number) => !Number.isNaN(number))
    : [];
  return Math.max(-1, ...numbers) + 1;
}

export function expandPattern(pattern: string, facts: NamingFacts): string {
  const now = timestamp(new Date());
  const date = `${now.slice(0, 4)}-${now.slice(4, 6)}-${now.slice(6, 8)}`;
  const values: Record<string, string> = {
    seed: String(facts.seed),
    prompt: sanitize(facts.prompt.replaceAll(' ', '_')),
    prompt_spaces: sanitize(facts.prompt),
    prompt_words: sanitize(
      facts.prompt
        .split(/[\s,]+/)
        .filter(Boolean)
        .slice(0, 8)
        .join(' '),
    ),
    model_name: sanitize(facts.modelName),
    model_hash: facts.modelHash,
    date,
    datetime: now,
    job_timestamp: now,
    width: String(facts.width),
    height: String(facts.height),
    steps: String(facts.steps),
    cfg: String(facts.cfg),
    sampler: sanitize(facts.sampler),
    batch_number: String(facts.batchNumber),
    generation_number: String(facts.batchNumber),
  };
  return pattern.replace(/\[([a-z_]+)\]/g, (whole, name: string) => values[name] ?? whole);
}

function sanitize(text: string): string {
  return text
    .replace(/[#<>:"/\\|?*\n\r\t]/g, '_')
    .slice(0, 128)
    .trim()
    .replace(/\.+$/, '');
}
