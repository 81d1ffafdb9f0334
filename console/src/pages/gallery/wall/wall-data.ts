// The images of one search, as far as somebody has looked at them. A gallery of a hundred thousand is never held: spans
// are loaded when they come near (`span-loader.ts`), and forgotten when they are far. Changes (new images, other stars,
// the trash) are made in here at once; the server is asked afterwards.
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { spanAt, type Span } from '../layout/spans';
import type { LoadedSpan } from '../layout/wall-layout';
import { chooseFar } from './choose-far';
import { carriedOver, forgotten, withChanged, withImages, type LoadedSpans } from './loaded-spans';
import { mergeHead } from './merge-head';
import { SpanLoader, type ReadPage } from './span-loader';

/** From the top of the wall: further down new images are told of, not seen. */
const AWAY_PX = 100;

export interface WallState {
  spans: LoadedSpans;
  /** Images that came at the top while somebody looked further down. */
  news: number;
  /** Why a part cannot be read; null while all can. */
  error: Error | null;
  /** False before the first spans are known. */
  isKnown: boolean;
}

const NOTHING: WallState = { spans: [], news: 0, error: null, isKnown: false };

export class WallData {
  private current = NOTHING;
  private readonly loader: SpanLoader;
  private readonly listeners = new Set<() => void>();
  private wanted: string[] = [];
  private scrolledTo = 0;

  constructor(private readonly read: ReadPage) {
    this.loader = new SpanLoader(read, {
      find: (key) => this.find(key),
      loaded: (key, images, hasMore) => {
        this.set({ spans: withImages(this.current.spans, key, images, hasMore) });
        if (this.current.error) this.set({ error: null });
      },
      failed: (error) => this.set({ error }),
    });
  }

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
    this.set({ isKnown: true, spans: carriedOver(this.current.spans, spans) });
  }

  /** What is near now; `more`: of these spans another page, their loaded part ends in sight. */
  want(keys: string[], more: string[]): void {
    this.wanted = keys;
    for (const { span, images, hasMore } of this.current.spans) {
      if (!keys.includes(span.key)) continue;
      if (!images || this.loader.isStale(span.key)) void this.load(span.key);
      else if (hasMore && more.includes(span.key)) void this.loadMore(span.key);
    }
    this.forgetFar();
  }

  load(key: string): Promise<void> {
    return this.loader.load(key);
  }

  loadMore(key: string): Promise<void> {
    return this.loader.loadMore(key);
  }

  readonly loadAll = (key: string): Promise<void> => this.loader.loadAll(key);

  /** Something has changed that was not said in detail: what is near is read again, the rest when it comes near. */
  refresh(): void {
    for (const { span } of this.current.spans) this.loader.stale(span.key);
    this.want(this.wanted, []);
  }

  /** After an error, without waiting. */
  retry(): void {
    this.loader.forgive();
    this.set({ error: null });
    this.want(this.wanted, []);
  }

  /** New images at the beginning of a span. @returns how many it had not known */
  async readHead(key: string, limit = 60): Promise<number> {
    const span = this.find(key);
    if (!span?.images) return 0;
    const page = await this.read(span.span, undefined, limit);
    const { news, images } = mergeHead(this.find(key)?.images ?? [], page);
    if (!images) this.refresh();
    else if (news) this.set({ spans: withImages(this.current.spans, key, images, this.loader.hasMore(key)) });
    return news;
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

  /** The image before or after another one, as far as it is loaded; `walk-images.ts` goes further. */
  beside(filename: string, step: 1 | -1): GalleryImage | undefined {
    const images = this.images();
    const at = images.findIndex((image) => image.filename === filename);
    return at < 0 ? undefined : images[at + step];
  }

  spanAt(created: string): Span | undefined {
    const spans = this.current.spans.map(({ span }) => span);
    return spanAt(spans, Date.parse(created));
  }

  find(key: string): LoadedSpan<GalleryImage> | undefined {
    return this.current.spans.find(({ span }) => span.key === key);
  }

  private change(changed: (image: GalleryImage) => GalleryImage | null): void {
    this.set({ spans: withChanged(this.current.spans, changed) });
  }

  private forgetFar(): void {
    const far = chooseFar(this.current.spans, this.wanted);
    if (!far.size) return;
    for (const key of far) this.loader.forget(key);
    this.set({ spans: forgotten(this.current.spans, far) });
  }

  private set(change: Partial<WallState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener();
  }
}
