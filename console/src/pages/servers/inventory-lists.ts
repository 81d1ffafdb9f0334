// What a server has, in the order in which people look for it.
import type { Inventory } from '../../api/queries/inventory';
import type { text } from '../../text';

export type InventoryKind = keyof typeof text.serversPage.inventory.kinds;

export interface Item {
  name: string;
  /** Beside the name: a hash, another name. */
  note: string | null;
  isLoaded: boolean;
}

export interface InventoryList {
  kind: InventoryKind;
  items: Item[];
}

export function listsOf(inventory: Inventory): InventoryList[] {
  const { loaded_checkpoint: loaded } = inventory;
  const files = (list: Inventory['checkpoints'], mayBeLoaded = false): Item[] =>
    list.map(({ name, title, short_hash: hash }) => ({
      name,
      note: hash,
      isLoaded: mayBeLoaded && loaded !== null && (loaded === name || loaded === title),
    }));
  const choices = (list: Inventory['samplers']): Item[] =>
    list.map(({ name, label }) => ({ name: label, note: label === name ? null : name, isLoaded: false }));
  const names = (list: string[]): Item[] => list.map((name) => ({ name, note: null, isLoaded: false }));
  return [
    { kind: 'checkpoints', items: files(inventory.checkpoints, true) },
    { kind: 'loras', items: files(inventory.loras) },
    { kind: 'modules', items: files(inventory.modules) },
    { kind: 'embeddings', items: names(inventory.embeddings) },
    { kind: 'samplers', items: choices(inventory.samplers) },
    { kind: 'schedulers', items: choices(inventory.schedulers) },
    { kind: 'upscalers', items: choices(inventory.upscalers) },
    { kind: 'scripts', items: names(inventory.scripts) },
  ];
}

/** Every word has to occur. */
export function matching(lists: InventoryList[], query: string): InventoryList[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return lists;
  return lists.map(({ kind, items }) => ({
    kind,
    items: items.filter(({ name, note }) => {
      const said = `${name} ${note ?? ''}`.toLowerCase();
      return words.every((word) => said.includes(word));
    }),
  }));
}
