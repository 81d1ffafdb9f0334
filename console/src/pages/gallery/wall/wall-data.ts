// The images of one search, as far as somebody has looked at them. A gallery of a hundred thousand is never held: spans
// are loaded when they come near, and forgotten when they are far. Changes (new images, other stars, the trash) are
// made in here at once; the server is asked afterwards.
import type { GalleryImage, GalleryPage } from '../../../api/queries/gallery/images';
import { spanAt, type Span } from '../layout/spans';
import type { LoadedSpan } from '../layout/wall-layout';

export const PER_PAGE = 200;
/** Beyond that the farthest are forgotten. */
const MOST_IMAGES = 4_000;
/** From the top of the wall: further down new images are told of, not seen. */
const AWAY_PX = 100;
/** After a failure, before a span is asked for again. */
const RETRY_MS = 3_000;

export type ReadPage = (span: Span, cursor: string | undefined, limit: number) => Promise<GalleryPage>;

export interface WallState {
  spans: readonly LoadedSpan<GalleryImage>[];
  /** Images that came at the top while somebody looked further down. */
  news: number;
  /** Why a part cannot be read; null while all can. */
  error: Error | null;
  /** False before the first spans are known. */
  isKnown: boolean;
}

interface Loading {
  cursor: string | undefined;
  busy: boolean;
  isStale: boolean;
  failedAt: number;
}

const NOTHING: WallState = { spans: [], news: 0, error: null, isKnown: false };

export class WallData {
  private current = NOTHING;
  private readonly loading = new Map<string, Loading>();
  private readonly listeners = new Set<() => void>();
  private wanted: string[] = [];
  private scrolledTo = 0;

  constructor(private readonly read: ReadPage) {}

  readonly state = (): WallState => this.current;

  /** Where the wall is scrolled to, also for whoever comes back to it. */
  get scrollTop(): number {
    return this.scrolledTo;
  }

  scrolled(top: number): void {
    this.scrolledTo = top;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** All spans there are; what is loaded of those that stay is kept. */
  setSpans(spans: readonly Span[]): void {
    const before = new Map(this.current.spans.map((loaded) => [loaded.span.key, loaded]));
    this.set({
      isKnown: true,
      spans: spans.map((span) => {
        const known = before.get(span.key);
        return known ? { ...known, span } : { span, images: null, hasMore: true };
      }),
    });
  }

  /** What is near now; `more`: of these spans another page, their loaded part ends in sight. */
  want(keys: string[], more: string[]): void {
    this.wanted = keys;
    for (const { span, images, hasMore } of this.current.spans) {
      const isWanted = keys.includes(span.key);
      const { isStale } = this.loadingOf(span.key);
      if (isWanted && (!images || isStale)) void this.load(span.key);
      else if (isWanted && hasMore && more.includes(span.key)) void this.loadMore(span.key);
    }
    this.forgetFar();
  }

  /** The images of a span from its beginning, as many as are loaded now at least. */
  async load(key: string): Promise<void> {
    const loading = this.loadingOf(key);
    const span = this.find(key);
    if (!span || loading.busy || Date.now() - loading.failedAt < RETRY_MS) return;
    loading.isStale = false;
    const wanted = span.images?.length ?? 0;
    await this.reading(key, async () => {
      const images: GalleryImage[] = [];
      let cursor: string | undefined;
      do {
        const page = await this.read(span.span, cursor, PER_PAGE);
        images.push(...page.images);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined && images.length < wanted);
      loading.cursor = cursor;
      return images;
    });
  }

  async loadMore(key: string): Promise<void> {
    const loading = this.loadingOf(key);
    const span = this.find(key);
    if (!span?.images) return this.load(key);
    if (loading.busy || loading.cursor === undefined || Date.now() - loading.failedAt < RETRY_MS) return;
    await this.reading(key, async () => {
      const page = await this.read(span.span, loading.cursor, PER_PAGE);
      loading.cursor = page.next_cursor ?? undefined;
      const before = this.find(key)?.images ?? [];
      const known = new Set(before.map(({ filename }) => filename));
      return [...before, ...page.images.filter(({ filename }) => !known.has(filename))];
    });
  }

  /** All of a span, however many pages it takes. */
  readonly loadAll = async (key: string): Promise<void> => {
    for (let span = this.find(key); span && (!span.images || span.hasMore); span = this.find(key)) {
      const before = span.images?.length ?? -1;
      await this.loadMore(key);
      if ((this.find(key)?.images?.length ?? -1) === before) return;
    }
  };

  /** Everything between two images, so that a range can be drawn over what was never in sight. */
  async loadBetween(from: string | null, to: string): Promise<void> {
    const { spans } = this.current;
    const placeOf = (name: string | null): number =>
      spans.findIndex(({ images }) => images?.some(({ filename }) => filename === name));
    const [a, b] = [placeOf(from), placeOf(to)].sort((x, y) => x - y) as [number, number];
    if (a < 0) return;
    for (const { span } of spans.slice(a, b)) await this.loadAll(span.key);
  }

  /** Something has changed that was not said in detail: what is near is read again, the rest when it comes near. */
  refresh(): void {
    for (const { span } of this.current.spans) this.loadingOf(span.key).isStale = true;
    this.want(this.wanted, []);
  }

  /** After an error, without waiting. */
  retry(): void {
    for (const loading of this.loading.values()) loading.failedAt = -Infinity;
    this.set({ error: null });
    this.want(this.wanted, []);
  }

  /** New images at the beginning of a span. @returns how many it had not known */
  async readHead(key: string, limit = 60): Promise<number> {
    const span = this.find(key);
    if (!span?.images) return 0;
    const page = await this.read(span.span, undefined, limit);
    return this.mergeHead(key, page);
  }

  private mergeHead(key: string, { images, next_cursor }: GalleryPage): number {
    const before = this.find(key)?.images ?? [];
    const fresh = new Map(images.map((image) => [image.filename, image]));
    const known = new Set(before.map(({ filename }) => filename));
    const news = images.filter(({ filename }) => !known.has(filename));
    // More new ones than were asked for: there may be a hole.
    if (news.length === images.length && next_cursor !== null && before.length) {
      this.refresh();
      return news.length;
    }
    const bulks = new Set(news.filter(isStack).map(({ bulk_job_id }) => bulk_job_id));
    const rest = before
      .filter((image) => !(isStack(image) && bulks.has(image.bulk_job_id)))
      .map((image) => fresh.get(image.filename) ?? image);
    if (news.length) this.setImages(key, [...news, ...rest]);
    return news.length;
  }

  /** Whoever is at the top sees them anyway. */
  addNews(count: number): void {
    if (count && this.scrolledTo > AWAY_PX) this.set({ news: this.current.news + count });
  }

  newsSeen(): void {
    if (this.current.news) this.set({ news: 0 });
  }

  /** As they are said to be now. */
  patch(filenames: readonly string[], changes: Partial<GalleryImage>): void {
    const names = new Set(filenames);
    this.change((image) => (names.has(image.filename) ? { ...image, ...changes } : image));
  }

  /** @returns puts them back where they were */
  remove(filenames: readonly string[]): () => void {
    const names = new Set(filenames);
    const before = this.current.spans;
    this.change((image) => (names.has(image.filename) ? null : image));
    return () => this.set({ spans: before });
  }

  /** Loaded images in the order of the wall. */
  images(): GalleryImage[] {
    return this.current.spans.flatMap(({ images }) => images ?? []);
  }

  imageOf(filename: string): GalleryImage | undefined {
    for (const { images } of this.current.spans) {
      const found = images?.find((image) => image.filename === filename);
      if (found) return found;
    }
    return undefined;
  }

  /** The image before or after another one, as far as it is loaded. */
  beside(filename: string, step: 1 | -1): GalleryImage | undefined {
    const images = this.images();
    const at = images.findIndex((image) => image.filename === filename);
    return at < 0 ? undefined : images[at + step];
  }

  /** The image `step` before or after another one, loaded when it has to be; undefined at the ends. */
  async neighbour(filename: string, step: 1 | -1): Promise<GalleryImage | undefined> {
    const { spans } = this.current;
    let place = spans.findIndex(({ images }) => images?.some((image) => image.filename === filename));
    if (place < 0) return undefined;
    const { key } = spans[place]!.span;
    const at = spans[place]!.images!.findIndex((image) => image.filename === filename) + step;
    if (step > 0 && at >= spans[place]!.images!.length && spans[place]!.hasMore) await this.loadMore(key);
    const beside = this.find(key)?.images?.[at];
    if (beside) return beside;
    for (place += step; place >= 0 && place < spans.length; place += step) {
      const next = spans[place]!.span.key;
      if (step < 0) await this.loadAll(next);
      else if (!this.find(next)?.images) await this.load(next);
      const image = this.find(next)?.images?.at(step > 0 ? 0 : -1);
      if (image) return image;
    }
    return undefined;
  }

  spanAt(created: string): Span | undefined {
    return spanAt(
      this.current.spans.map(({ span }) => span),
      Date.parse(created),
    );
  }

  private change(changed: (image: GalleryImage) => GalleryImage | null): void {
    let gone = 0;
    const spans = this.current.spans.map((loaded) => {
      const images = loaded.images?.map(changed);
      if (!images?.some((image, at) => image !== loaded.images![at])) return loaded;
      const left = images.filter((image) => image !== null);
      gone = images.length - left.length;
      return {
        ...loaded,
        images: left,
        span: { ...loaded.span, count: Math.max(0, loaded.span.count - gone) },
      };
    });
    this.set({ spans });
  }

  private async reading(key: string, read: () => Promise<GalleryImage[]>): Promise<void> {
    const loading = this.loadingOf(key);
    loading.busy = true;
    try {
      this.setImages(key, await read());
      if (this.current.error) this.set({ error: null });
    } catch (error) {
      loading.failedAt = Date.now();
      this.set({ error: error instanceof Error ? error : new Error(String(error)) });
    } finally {
      loading.busy = false;
    }
  }

  private setImages(key: string, images: GalleryImage[]): void {
    const hasMore = this.loadingOf(key).cursor !== undefined;
    this.set({
      spans: this.current.spans.map((loaded) =>
        loaded.span.key === key ? { ...loaded, images, hasMore } : loaded,
      ),
    });
  }

  private forgetFar(): void {
    const { spans } = this.current;
    let total = spans.reduce((sum, { images }) => sum + (images?.length ?? 0), 0);
    if (total <= MOST_IMAGES) return;
    const near = spans.findIndex(({ span }) => this.wanted.includes(span.key));
    const farFirst = spans
      .map((loaded, at) => ({ loaded, far: Math.abs(at - near) }))
      .filter(({ loaded }) => loaded.images && !this.wanted.includes(loaded.span.key))
      .sort((a, b) => b.far - a.far);
    const forgotten = new Set<string>();
    for (const { loaded } of farFirst) {
      if (total <= MOST_IMAGES / 2) break;
      total -= loaded.images!.length;
      forgotten.add(loaded.span.key);
      this.loading.delete(loaded.span.key);
    }
    this.set({
      spans: spans.map((loaded) =>
        forgotten.has(loaded.span.key) ? { ...loaded, images: null, hasMore: true } : loaded,
      ),
    });
  }

  private find(key: string): LoadedSpan<GalleryImage> | undefined {
    return this.current.spans.find(({ span }) => span.key === key);
  }

  private loadingOf(key: string): Loading {
    const known = this.loading.get(key);
    if (known) return known;
    const fresh = { cursor: undefined, busy: false, isStale: false, failedAt: -Infinity };
    this.loading.set(key, fresh);
    return fresh;
  }

  private set(change: Partial<WallState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener();
  }
}

const isStack = (image: GalleryImage): boolean => image.stack_count !== null && image.bulk_job_id !== null;
