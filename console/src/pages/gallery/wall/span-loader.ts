// Reads the images of spans, page by page, each span once at a time. What it has read it hands to the wall.
import type { GalleryImage, GalleryPage } from '../../../api/queries/gallery/images';
import type { Span } from '../layout/spans';
import type { LoadedSpan } from '../layout/wall-layout';

export const PER_PAGE = 200;
/** After a failure, before a span is asked for again. */
const RETRY_MS = 3_000;

export type ReadPage = (span: Span, cursor: string | undefined, limit: number) => Promise<GalleryPage>;

export interface SpanKeeper {
  find(key: string): LoadedSpan<GalleryImage> | undefined;
  loaded(key: string, images: readonly GalleryImage[], hasMore: boolean): void;
  failed(error: Error): void;
}

interface Loading {
  cursor: string | undefined;
  busy: boolean;
  isStale: boolean;
  failedAt: number;
}

export class SpanLoader {
  private readonly loading = new Map<string, Loading>();

  constructor(
    private readonly read: ReadPage,
    private readonly wall: SpanKeeper,
  ) {}

  /** The images of a span from its beginning, as many as are loaded now at least. */
  async load(key: string): Promise<void> {
    const loading = this.loadingOf(key);
    const span = this.wall.find(key);
    if (!span || loading.busy || hasJustFailed(loading)) return;
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
    const span = this.wall.find(key);
    if (!span?.images) return this.load(key);
    if (loading.busy || loading.cursor === undefined || hasJustFailed(loading)) return;
    await this.reading(key, async () => {
      const page = await this.read(span.span, loading.cursor, PER_PAGE);
      loading.cursor = page.next_cursor ?? undefined;
      const before = this.wall.find(key)?.images ?? [];
      const known = new Set(before.map(({ filename }) => filename));
      return [...before, ...page.images.filter(({ filename }) => !known.has(filename))];
    });
  }

  /** All of a span, however many pages it takes. */
  async loadAll(key: string): Promise<void> {
    for (let span = this.wall.find(key); span && (!span.images || span.hasMore); span = this.wall.find(key)) {
      const before = span.images?.length ?? -1;
      await this.loadMore(key);
      if ((this.wall.find(key)?.images?.length ?? -1) === before) return;
    }
  }

  hasMore(key: string): boolean {
    return this.loadingOf(key).cursor !== undefined;
  }

  isStale(key: string): boolean {
    return this.loadingOf(key).isStale;
  }

  /** It is read again when it is near. */
  stale(key: string): void {
    this.loadingOf(key).isStale = true;
  }

  forget(key: string): void {
    this.loading.delete(key);
  }

  /** What has failed may be asked for again at once. */
  forgive(): void {
    for (const loading of this.loading.values()) loading.failedAt = -Infinity;
  }

  private async reading(key: string, read: () => Promise<GalleryImage[]>): Promise<void> {
    const loading = this.loadingOf(key);
    loading.busy = true;
    try {
      const images = await read();
      this.wall.loaded(key, images, this.hasMore(key));
    } catch (error) {
      loading.failedAt = Date.now();
      this.wall.failed(error instanceof Error ? error : new Error(String(error)));
    } finally {
      loading.busy = false;
    }
  }

  private loadingOf(key: string): Loading {
    const known = this.loading.get(key);
    if (known) return known;
    const fresh = { cursor: undefined, busy: false, isStale: false, failedAt: -Infinity };
    this.loading.set(key, fresh);
    return fresh;
  }
}

const hasJustFailed = ({ failedAt }: Loading): boolean => Date.now() - failedAt < RETRY_MS;
