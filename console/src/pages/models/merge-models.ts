// What several servers have, merged by name: a file that two of them have is one model. Pure.
import type { Inventory, ModelFile } from '../../api/queries/inventory';
import { shortModelName } from '../../lib/model-names';

export const MODEL_KINDS = ['checkpoint', 'lora', 'module', 'embedding'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

export interface Model {
  kind: ModelKind;
  /** As the first server that has it names it; what requests are sent with. */
  name: string;
  /** For people: without folder and ending. */
  short: string;
  /** Folder on the server, where the name tells one. */
  folder: string | null;
  hash: string | null;
  servers: string[];
  /** Where it lies in the memory of the GPU now. */
  loadedOn: string[];
}

/** What is loaded now, by server; fresher than the inventories. */
export type Loaded = ReadonlyMap<string, string | null>;

export function mergeModels(inventories: readonly Inventory[], loaded: Loaded): Model[] {
  const models = new Map<string, Model>();
  for (const inventory of inventories) {
    const alias = inventory.server_alias;
    const nowLoaded = loaded.get(alias) ?? inventory.loaded_checkpoint;
    for (const [kind, file] of filesOf(inventory)) {
      const id = `${kind} ${shortModelName(file.name).toLowerCase()}`;
      const model = models.get(id) ?? begin(kind, file);
      models.set(id, model);
      if (model.servers.at(-1) !== alias) model.servers.push(alias);
      model.hash ??= file.short_hash;
      if (kind === 'checkpoint' && isLoaded(file, nowLoaded)) model.loadedOn.push(alias);
    }
  }
  return [...models.values()].sort((a, b) => a.short.localeCompare(b.short, 'en', { numeric: true }));
}

type File = Pick<ModelFile, 'name' | 'title' | 'short_hash' | 'aliases'>;

function filesOf(inventory: Inventory): [ModelKind, File][] {
  const embeddings = inventory.embeddings.map((name) => ({
    name,
    title: name,
    short_hash: null,
    aliases: [],
  }));
  return [
    ...inventory.checkpoints.map((file): [ModelKind, File] => ['checkpoint', file]),
    ...inventory.loras.map((file): [ModelKind, File] => ['lora', file]),
    ...inventory.modules.map((file): [ModelKind, File] => ['module', file]),
    ...embeddings.map((file): [ModelKind, File] => ['embedding', file]),
  ];
}

function begin(kind: ModelKind, { name, short_hash: hash }: File): Model {
  const folders = name.split(/[\\/]/).slice(0, -1).join('/');
  return {
    kind,
    name,
    short: shortModelName(name),
    folder: folders || null,
    hash,
    servers: [],
    loadedOn: [],
  };
}

/** Servers tell what is loaded by name, by title or by an alias, with a hash or without. */
function isLoaded({ name, title, aliases }: File, loaded: string | null): boolean {
  if (loaded === null || loaded === '') return false;
  const short = shortModelName(loaded);
  return [name, title, ...aliases].some((known) => known === loaded || shortModelName(known) === short);
}

export interface ModelFilter {
  kind: ModelKind;
  query: string;
  server: string | null;
}

export function filterModels(models: readonly Model[], { kind, query, server }: ModelFilter): Model[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter((model) => {
    if (model.kind !== kind || (server !== null && !model.servers.includes(server))) return false;
    const said = `${model.name} ${model.hash ?? ''}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

/** How many of each kind a filter leaves. */
export function countKinds(
  models: readonly Model[],
  filter: Omit<ModelFilter, 'kind'>,
): Record<ModelKind, number> {
  const count = (kind: ModelKind): number => filterModels(models, { ...filter, kind }).length;
  return {
    checkpoint: count('checkpoint'),
    lora: count('lora'),
    module: count('module'),
    embedding: count('embedding'),
  };
}

/** What the address of the Generate page says to begin with it. */
export function generateWith({ kind, name }: Model): Record<string, string> {
  return kind === 'lora' ? { lora: name } : { checkpoint: name };
}

/** What finds its images in the gallery, which knows models without folder and ending. */
export function madeWith({ kind, short }: Model): { model: string } | { lora: string } {
  return kind === 'lora' ? { lora: short } : { model: short };
}
