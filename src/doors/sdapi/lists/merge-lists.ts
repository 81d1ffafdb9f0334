// One list out of those of several servers, each thing once, in the order of the first server that has it. Pure.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { Inventory, ModelFile } from '../../../dispatch/contract/index.js';

/** Lists of objects; `keyOf` tells what is the same thing. What is no list is left out. */
export function mergeLists(lists: unknown[], keyOf: (item: unknown) => string): unknown[] {
  const merged = new Map<string, unknown>();
  for (const list of lists) {
    if (!Array.isArray(list)) continue;
    for (const item of list as unknown[]) {
      const key = keyOf(item);
      if (!merged.has(key)) merged.set(key, item);
    }
  }
  return [...merged.values()];
}

/** Objects with lists or objects in them, member by member. */
export function mergeObjects(objects: unknown[]): JsonObject {
  const merged: JsonObject = {};
  for (const object of objects.filter(isJsonObject)) {
    for (const [member, value] of Object.entries(object)) {
      if (!Object.hasOwn(merged, member)) setOwn(merged, member, value);
      else setOwn(merged, member, mergeValues(merged[member], value));
    }
  }
  return merged;
}

/** By name, as the servers' lists name their things. */
export function nameOf(item: unknown): string {
  if (!isJsonObject(item)) return JSON.stringify(item);
  return JSON.stringify([item['name'] ?? item['model_name'], item['is_img2img'] ?? null]);
}

/**
 * A file that one server has hashed already and another has not is the same file; files of one name and two hashes are
 * two.
 */
export function mergeCheckpoints(inventories: Inventory[]): JsonObject[] {
  const merged: ModelFile[] = [];
  for (const file of inventories.flatMap(({ checkpoints }) => checkpoints)) {
    const at = merged.findIndex((other) => isSameFile(other, file));
    if (at < 0) merged.push(file);
    else if (merged[at]!.sha256 === null && file.sha256 !== null) merged[at] = file;
  }
  return merged.map(toCheckpoint);
}

export function toCheckpoint(file: ModelFile): JsonObject {
  return {
    title: file.title,
    model_name: file.aliases.find((alias) => alias !== file.shortHash) ?? file.name,
    hash: file.shortHash,
    sha256: file.sha256,
    filename: file.path ?? file.name,
    config: null,
  };
}

/** Without the metadata of the training, which is megabytes. */
export function toLora(file: ModelFile): JsonObject {
  return { name: file.name, alias: file.aliases[0] ?? file.name, path: file.path ?? file.name, metadata: {} };
}

export function toModule(file: ModelFile): JsonObject {
  return { model_name: file.name, filename: file.path ?? file.name };
}

function isSameFile(a: ModelFile, b: ModelFile): boolean {
  return a.name === b.name && (a.sha256 === b.sha256 || a.sha256 === null || b.sha256 === null);
}

function mergeValues(known: unknown, more: unknown): unknown {
  if (Array.isArray(known)) return mergeLists([known, more], (item) => JSON.stringify(item));
  return isJsonObject(known) && isJsonObject(more) ? { ...more, ...known } : known;
}

/** A server may name anything, `__proto__` too. */
function setOwn(object: JsonObject, member: string, value: unknown): void {
  Object.defineProperty(object, member, { value, enumerable: true, configurable: true, writable: true });
}
