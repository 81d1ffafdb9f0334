// What can be done with images. It shows at once; what the server refuses is taken back, and what can be undone says so.
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { keys } from '../../../api/keys';
import {
  actOnImages,
  changeImage,
  emptyTrash,
  zipImages,
  type ImageAction,
} from '../../../api/queries/gallery/image-actions';
import { listImages, type GalleryImage, type ImageInfo } from '../../../api/queries/gallery/images';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import type { GallerySearch } from '../search/gallery-search';
import { spanQuery } from '../search/span-query';
import { willChange } from '../wall/own-changes';
import { PER_PAGE } from '../wall/span-loader';
import type { WallData } from '../wall/wall-data';
import { saveFile } from './save-file';

type Change = Partial<Pick<GalleryImage, 'favourite' | 'rating' | 'tags'>>;

export interface ImageActions {
  change: (image: GalleryImage, change: Change) => void;
  favourite: (images: readonly GalleryImage[], on: boolean) => void;
  rate: (images: readonly GalleryImage[], rating: number) => void;
  trash: (images: readonly GalleryImage[]) => void;
  restore: (images: readonly GalleryImage[]) => void;
  /** For good. Whoever calls it has asked. */
  remove: (images: readonly GalleryImage[]) => void;
  emptyTrash: () => void;
  addTags: (images: readonly GalleryImage[], tags: string[]) => void;
  removeTags: (images: readonly GalleryImage[], tags: string[]) => void;
  collect: (images: readonly GalleryImage[], collection: { id: number; name: string }) => void;
  uncollect: (images: readonly GalleryImage[], collectionId: number) => void;
  zip: (images: readonly GalleryImage[], metadata: 'keep' | 'strip') => void;
}

const namesOf = (images: readonly GalleryImage[]): string[] => images.map(({ filename }) => filename);

export function useImageActions(wall: WallData, search: GallerySearch): ImageActions {
  const client = useQueryClient();
  return useMemo(() => {
    const patch = (filenames: string[], changes: Change): void => {
      wall.patch(filenames, changes);
      for (const filename of filenames)
        client.setQueryData<ImageInfo>(
          keys.galleryImage(filename),
          (before) => before && { ...before, ...changes },
        );
    };

    /** Takes back what was shown when it does not come true. */
    const attempt = async (
      filenames: string[],
      what: () => Promise<unknown>,
      takeBack: () => void,
    ): Promise<boolean> => {
      willChange(filenames);
      try {
        await what();
        return true;
      } catch (error) {
        takeBack();
        toast.problem(error);
        return false;
      }
    };

    const act = async (
      images: readonly GalleryImage[],
      action: Omit<ImageAction, 'filenames'>,
      shown: { takeBack: () => void },
    ): Promise<string[]> => {
      const filenames = await withStacks(images, search, wall);
      const done: string[] = [];
      await attempt(
        filenames,
        async () => {
          const result = await actOnImages({ ...action, filenames });
          done.push(...result.done);
          if (!result.failed.length) return;
          wall.refresh();
          toast.problem(new Error(text.gallery.someFailed(result.failed.length, result.failed[0]!.message)));
        },
        shown.takeBack,
      );
      return done;
    };

    const patched = (
      images: readonly GalleryImage[],
      action: Omit<ImageAction, 'filenames'>,
      changes: Change,
    ): void => {
      const takeBack = (): void => {
        for (const image of images) patch([image.filename], pick(image, changes));
      };
      patch(namesOf(images), changes);
      void act(images, action, { takeBack });
    };

    const moved = async (
      images: readonly GalleryImage[],
      action: 'trash' | 'restore' | 'delete',
    ): Promise<void> => {
      const putBack = wall.remove(namesOf(images));
      const done = await act(images, { action }, { takeBack: putBack });
      if (!done.length) return;
      const said = text.gallery.moved[action](done.length);
      if (action === 'delete') return toast.done(said);
      const opposite = action === 'trash' ? 'restore' : 'trash';
      toast.undo(said, () => {
        putBack();
        return attempt(
          done,
          () => actOnImages({ filenames: done, action: opposite }),
          () => wall.refresh(),
        ).then(() => wall.refresh());
      });
    };

    return {
      change(image, change) {
        patch([image.filename], change);
        const takeBack = (): void => patch([image.filename], pick(image, change));
        void attempt([image.filename], () => changeImage(image.filename, change), takeBack);
      },
      favourite: (images, on) =>
        patched(images, { action: on ? 'favourite' : 'unfavourite' }, { favourite: on }),
      rate: (images, rating) => patched(images, { action: 'rate', rating }, { rating }),
      trash: (images) => void moved(images, 'trash'),
      restore: (images) => void moved(images, 'restore'),
      remove: (images) => void moved(images, 'delete'),
      emptyTrash: () =>
        void attempt(
          [],
          async () => {
            const { deleted } = await emptyTrash();
            wall.setSpans([]);
            toast.done(text.gallery.moved.delete(deleted));
          },
          () => wall.refresh(),
        ),
      addTags(images, tags) {
        for (const image of images) patch([image.filename], { tags: [...new Set([...image.tags, ...tags])] });
        const takeBack = (): void => images.forEach((image) => patch([image.filename], { tags: image.tags }));
        void act(images, { action: 'add_tags', tags }, { takeBack }).then(
          (done) => done.length && toast.done(text.gallery.tagged(done.length)),
        );
      },
      removeTags(images, tags) {
        const gone = new Set(tags);
        for (const image of images)
          patch([image.filename], { tags: image.tags.filter((tag) => !gone.has(tag)) });
        const takeBack = (): void => images.forEach((image) => patch([image.filename], { tags: image.tags }));
        void act(images, { action: 'remove_tags', tags }, { takeBack });
      },
      collect: (images, { id, name }) =>
        void act(
          images,
          { action: 'add_to_collection', collection_id: id },
          { takeBack: () => undefined },
        ).then((done) => done.length && toast.done(text.gallery.collected(done.length, name))),
      uncollect(images, id) {
        const takeBack = search.collection === id ? wall.remove(namesOf(images)) : () => undefined;
        void act(images, { action: 'remove_from_collection', collection_id: id }, { takeBack });
      },
      zip: (images, metadata) =>
        void attempt(
          [],
          async () => {
            const zip = await zipImages(await withStacks(images, search, wall), metadata);
            saveFile(zip.url, zip.filename);
          },
          () => undefined,
        ),
    };
  }, [wall, client, search]);
}

/** Of `image` the members that `changes` has. */
function pick(image: GalleryImage, changes: Change): Change {
  return Object.fromEntries(Object.keys(changes).map((name) => [name, image[name as keyof Change]]));
}

/** A tile that stands for a bulk stands for all images of it that the filters leave in its span of time. */
async function withStacks(
  images: readonly GalleryImage[],
  search: GallerySearch,
  wall: WallData,
): Promise<string[]> {
  const names = new Set(namesOf(images));
  for (const { stack_count, bulk_job_id, created } of images) {
    if ((stack_count ?? 1) < 2) continue;
    const filters = spanQuery(search, wall.spanAt(created));
    let cursor: string | undefined;
    do {
      const query = { ...filters, bulk_id: bulk_job_id ?? undefined, limit: PER_PAGE, count: false, cursor };
      const page = await listImages(query);
      for (const { filename } of page.images) names.add(filename);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }
  return [...names];
}
