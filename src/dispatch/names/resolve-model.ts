// Finds the file that a client means by any of the names under which Forge and A1111 know it. The servers drop a
// name they do not know without a word (seen on Forge dfdcbab6), so a name is resolved here or refused here.
import type { ModelFile } from '../contract/index.js';

export type ModelMatch =
  | { found: 'one'; file: ModelFile; warning: string | null }
  | { found: 'many'; files: ModelFile[] }
  | { found: 'none' };

type Rule = (wanted: Wanted, file: ModelFile) => boolean;

interface Wanted {
  /** As asked, forward slashes. */
  full: string;
  /** Without a trailing ` [hash]`. */
  name: string;
  hash: string | null;
}

const WITH_HASH = /^(.*\S)\s*\[([0-9a-f]{6,64})\]$/i;
const EXTENSION = /\.(safetensors|ckpt|pth|pt|bin|gguf|sft)$/i;

/**
 * From the surest name to the loosest; the first rule that fits any file decides. A bare "foo" is only a short name,
 * even where a foo.safetensors lies in the top folder: if b/foo.safetensors exists too, we do not choose.
 */
const RULES: Rule[] = [
  ({ full }, file) => [file.title, file.name].some((name) => slashes(name) === full),
  ({ full }, file) => file.path !== null && slashes(file.path) === full,
  ({ name, hash }, file) => hash !== null && hasHash(file, hash) && shortNames(file).includes(name),
  ({ full, hash }, file) => hasHash(file, hash ?? full),
  ({ name }, file) => name.includes('/') && paths(file).includes(name),
  ({ name }, file) => shortNames(file).includes(name),
  ({ name }, file) => name.includes('/') && lower(paths(file)).includes(name.toLowerCase()),
  ({ name }, file) => lower(shortNames(file)).includes(name.toLowerCase()),
];

export function resolveModel(asked: string, files: readonly ModelFile[]): ModelMatch {
  const wanted = readWanted(asked);
  for (const rule of RULES) {
    const matches = files.filter((file) => rule(wanted, file));
    const [file] = matches;
    if (matches.length > 1) return { found: 'many', files: matches };
    if (file) return { found: 'one', file, warning: staleHash(wanted, file) };
  }
  return { found: 'none' };
}

/** `sub/foo.safetensors [abc]` → `foo`: the form that `info.sd_model_name` has. */
export function baseName(name: string): string {
  const last = slashes(stripHash(name)).split('/').at(-1) ?? '';
  return last.replace(EXTENSION, '');
}

export function stripHash(name: string): string {
  return WITH_HASH.exec(name)?.[1] ?? name;
}

function readWanted(asked: string): Wanted {
  const full = slashes(asked.trim());
  const match = WITH_HASH.exec(full);
  return { full, name: match?.[1] ?? full, hash: match?.[2]?.toLowerCase() ?? null };
}

function staleHash({ hash, full }: Wanted, file: ModelFile): string | null {
  const isOther = hash !== null && (file.shortHash ?? file.sha256) !== null && !hasHash(file, hash);
  return isOther
    ? `"${full}" names another hash than the server's file "${file.title}": the name decided.`
    : null;
}

/** 10 digits are the start of the SHA-256; the old 8-digit hash is another sum and counts only if listed. */
function hasHash(file: ModelFile, hash: string): boolean {
  const wanted = hash.toLowerCase();
  if (file.sha256 === wanted || file.shortHash === wanted) return true;
  if (/^[0-9a-f]{10,63}$/.test(wanted) && file.sha256?.startsWith(wanted)) return true;
  return /^[0-9a-f]{8}$/.test(wanted) && file.aliases.includes(wanted);
}

function paths(file: ModelFile): string[] {
  const names = [slashes(stripHash(file.title)), slashes(file.name)];
  return [...names, ...names.map((name) => name.replace(EXTENSION, ''))];
}

function shortNames(file: ModelFile): string[] {
  const own = [...paths(file), ...file.aliases.map(slashes)];
  const fileName = slashes(file.name).split('/').at(-1) ?? '';
  return [...own, fileName, fileName.replace(EXTENSION, '')];
}

function lower(names: string[]): string[] {
  return names.map((name) => name.toLowerCase());
}

function slashes(name: string): string {
  return name.replaceAll('\\', '/');
}
