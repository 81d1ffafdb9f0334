// What lists, facets and the timeline are made of, as columns in memory: one number for each image and property. A scan
// over 100,000 images takes a millisecond or two, however the filters are combined. Filled by `image-index.ts`.
import { CodeSets, Dictionary } from './dictionary.js';

/** An image as `images_columns` has it. */
export interface ColumnsRow {
  id: number;
  state: string;
  role: string;
  api_key_id: number | null;
  app_type: string | null;
  server_alias: string | null;
  source_info: string | null;
  bulk_job_id: string | null;
  model: string | null;
  sampler: string | null;
  width: number;
  height: number;
  bytes: number;
  seed: number | null;
  favourite: 0 | 1;
  rating: number;
  trashed_timestamp: string | null;
  created_timestamp: string;
  /** Names. */
  loras: string[];
  tags: string[];
  collections: number[];
}

const FIRST_ROOM = 1_024;
/** Keys have ids from 1. */
const CONSOLE = 0;
const SAVED = 1;
const TRASHED = 2;
const FAVOURITE = 4;
/** Bits for the place of an image in time, below those of what it is sorted by. */
const PLACE = 2 ** 24;

export type Order = 'time' | 'rating' | 'bytes';

export class ImageColumns {
  readonly names = {
    role: new Dictionary(),
    model: new Dictionary(),
    lora: new Dictionary(),
    sampler: new Dictionary(),
    size: new Dictionary(),
    server: new Dictionary(),
    source: new Dictionary(),
    appType: new Dictionary(),
    bulk: new Dictionary(),
    tag: new Dictionary(),
  };
  /** Images that there are places for; those that are gone keep theirs. */
  length = 0;
  /** Of those, how many are gone. */
  gone = 0;
  id = new Uint32Array(FIRST_ROOM);
  created = new Float64Array(FIRST_ROOM);
  bytes = new Float64Array(FIRST_ROOM);
  seed = new Float64Array(FIRST_ROOM);
  key = new Uint32Array(FIRST_ROOM);
  flags = new Uint8Array(FIRST_ROOM);
  rating = new Uint8Array(FIRST_ROOM);
  role = new Uint32Array(FIRST_ROOM);
  model = new Uint32Array(FIRST_ROOM);
  sampler = new Uint32Array(FIRST_ROOM);
  size = new Uint32Array(FIRST_ROOM);
  server = new Uint32Array(FIRST_ROOM);
  source = new Uint32Array(FIRST_ROOM);
  appType = new Uint32Array(FIRST_ROOM);
  bulk = new Uint32Array(FIRST_ROOM);
  readonly loras: (readonly number[])[] = [];
  readonly tags: (readonly number[])[] = [];
  readonly collections: (readonly number[])[] = [];
  private readonly sets = new CodeSets();
  private readonly orders = new Map<Order, Uint32Array>();

  /** Takes over what an image is now. New ones come with higher ids than all before. */
  set(row: ColumnsRow): void {
    const at = this.placeOf(row.id) ?? this.append(row.id);
    const { names } = this;
    const created = Date.parse(row.created_timestamp) || 0;
    if (this.created[at] !== created || this.bytes[at] !== row.bytes || this.rating[at] !== row.rating)
      this.orders.clear();
    this.created[at] = created;
    this.bytes[at] = row.bytes;
    this.seed[at] = row.seed ?? NaN;
    this.key[at] = row.api_key_id ?? CONSOLE;
    this.flags[at] = flagsOf(row);
    this.rating[at] = row.rating;
    this.role[at] = names.role.codeOf(row.role);
    this.model[at] = names.model.codeOf(row.model);
    this.sampler[at] = names.sampler.codeOf(row.sampler);
    this.size[at] = names.size.codeOf(`${row.width}x${row.height}`);
    this.server[at] = names.server.codeOf(row.server_alias);
    this.source[at] = names.source.codeOf(row.source_info);
    this.appType[at] = names.appType.codeOf(row.app_type);
    this.bulk[at] = names.bulk.codeOf(row.bulk_job_id);
    this.loras[at] = this.sets.of([...new Set(row.loras)].map((name) => names.lora.codeOf(name)));
    this.tags[at] = this.sets.of(row.tags.map((name) => names.tag.codeOf(name)));
    this.collections[at] = this.sets.of(row.collections);
  }

  remove(id: number): void {
    const at = this.placeOf(id);
    if (at === undefined || this.flags[at] === 0) return;
    this.flags[at] = 0;
    this.gone += 1;
  }

  isSaved(at: number): boolean {
    return (this.flags[at]! & SAVED) !== 0;
  }

  isTrashed(at: number): boolean {
    return (this.flags[at]! & TRASHED) !== 0;
  }

  isFavourite(at: number): boolean {
    return (this.flags[at]! & FAVOURITE) !== 0;
  }

  isOf(at: number, keyId: number | null): boolean {
    return this.key[at] === (keyId ?? CONSOLE);
  }

  /** Where an image is; undefined for one that is not here. Ids ascend. */
  placeOf(id: number): number | undefined {
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.id[middle]!;
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** All places, ascending by an order; images that are equal in it ascend by time, then by id. */
  ordered(order: Order): Uint32Array {
    const known = this.orders.get(order);
    if (known) return known;
    const made = order === 'time' ? this.byTime() : this.by(order === 'rating' ? this.rating : this.bytes);
    this.orders.set(order, made);
    return made;
  }

  /** Nearly sorted already, which this sort makes use of. */
  private byTime(): Uint32Array {
    const { created } = this;
    const places = Array.from({ length: this.length }, (_, at) => at);
    return Uint32Array.from(places.sort((a, b) => created[a]! - created[b]! || a - b));
  }

  /** What it is sorted by and the place in time make one number, so that plain numbers are sorted. */
  private by(column: Uint8Array | Float64Array): Uint32Array {
    const inTime = this.ordered('time');
    const numbers = new Float64Array(this.length);
    inTime.forEach((at, place) => (numbers[place] = Math.min(column[at]!, 2 ** 28) * PLACE + place));
    numbers.sort();
    return Uint32Array.from(numbers, (number) => inTime[number % PLACE]!);
  }

  private append(id: number): number {
    const at = this.length;
    if (at === this.id.length) this.grow();
    this.id[at] = id;
    this.length += 1;
    this.orders.clear();
    return at;
  }

  private grow(): void {
    const room = this.length * 2;
    const wider = <T extends Uint8Array | Uint32Array | Float64Array>(column: T): T => {
      const copy = new (column.constructor as new (length: number) => T)(room);
      copy.set(column);
      return copy;
    };
    for (const [name, column] of Object.entries(this))
      if (ArrayBuffer.isView(column)) Object.assign(this, { [name]: wider(column as Uint8Array) });
  }
}

function flagsOf(row: ColumnsRow): number {
  return (
    (row.state === 'saved' ? SAVED : 0) |
    (row.trashed_timestamp === null ? 0 : TRASHED) |
    (row.favourite ? FAVOURITE : 0)
  );
}
