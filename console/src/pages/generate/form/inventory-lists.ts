// What can be chosen: the lists of one server, or of all that may take the job, as one.
import type { Inventory, ModelFile, NamedChoice } from '../../../api/queries/inventory';

export interface ModelEntry extends ModelFile {
  /** Where it is. */
  servers: string[];
}

export interface Lists {
  checkpoints: ModelEntry[];
  loras: ModelEntry[];
  /** VAEs and text encoders. */
  modules: ModelEntry[];
  samplers: NamedChoice[];
  schedulers: NamedChoice[];
  upscalers: NamedChoice[];
  embeddings: string[];
  /** What is in memory somewhere: the quickest choice. */
  loaded: string[];
}

export function mergeInventories(inventories: readonly Inventory[]): Lists {
  const models = (of: (one: Inventory) => ModelFile[]): ModelEntry[] => mergeModels(inventories, of);
  const choices = (of: (one: Inventory) => NamedChoice[]): NamedChoice[] =>
    distinct(inventories.flatMap(of), ({ name }) => name);
  return {
    checkpoints: models(({ checkpoints }) => checkpoints),
    loras: models(({ loras }) => loras),
    modules: models(({ modules }) => modules),
    samplers: choices(({ samplers }) => samplers),
    schedulers: choices(({ schedulers }) => schedulers),
    upscalers: choices(({ upscalers }) => upscalers),
    embeddings: distinct(
      inventories.flatMap(({ embeddings }) => embeddings),
      (name) => name,
    ),
    loaded: inventories.flatMap(({ loaded_checkpoint: loaded }) => loaded ?? []),
  };
}

function mergeModels(inventories: readonly Inventory[], of: (one: Inventory) => ModelFile[]): ModelEntry[] {
  const entries = new Map<string, ModelEntry>();
  for (const inventory of inventories)
    for (const model of of(inventory)) {
      const known = entries.get(model.name);
      if (known) known.servers.push(inventory.server_alias);
      else entries.set(model.name, { ...model, servers: [inventory.server_alias] });
    }
  return [...entries.values()].sort((one, other) => one.name.localeCompare(other.name));
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** Without folder and ending: `Pony/dummyPony_v1.safetensors` → `dummyPony_v1`. */
export const stemOf = (name: string): string =>
  name.replace(/^.*[\\/]/, '').replace(/\.(safetensors|ckpt|pt|pth|bin|gguf|sft)$/i, '');

/** By any name that the server knows it by, also with a hash behind it (`modelA [920ee116b5]`). */
export function findModel<T extends ModelFile>(entries: readonly T[], asked: string): T | undefined {
  const hash = /\[([0-9a-f]{6,64})\]\s*$/i.exec(asked)?.[1]?.toLowerCase();
  const plain = asked.replace(/\s*\[[0-9a-f]{6,64}\]\s*$/i, '').toLowerCase();
  const names = ({ name, title, aliases }: T): string[] =>
    [name, title, stemOf(name), ...aliases].map((one) => one.toLowerCase());
  return (
    entries.find((entry) => names(entry).includes(plain) || names(entry).includes(asked.toLowerCase())) ??
    entries.find(
      ({ short_hash: short, sha256 }) =>
        hash !== undefined && (short?.startsWith(hash) || sha256?.startsWith(hash)),
    )
  );
}

/** By name, label or alias, as the servers take them. */
export function findChoice(choices: readonly NamedChoice[], asked: string): NamedChoice | undefined {
  const wanted = asked.toLowerCase();
  return choices.find(({ name, label, aliases }) =>
    [name, label, ...aliases].some((one) => one.toLowerCase() === wanted),
  );
}
