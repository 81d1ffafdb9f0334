import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { listOf, readSearch, writeSearch, type GallerySearch, type RawSearch } from './search/gallery-search';

/** Marks an entry of the history that this page made on top of the list: Back leads there. */
const ON_TOP = 'galleryOnTop';

export interface GalleryAddress {
  search: GallerySearch;
  /** Another list; Back returns to this one. */
  show: (search: GallerySearch) => void;
  /** Shows something else in the same place, e.g. while somebody types or steps from image to image. */
  replace: (search: GallerySearch) => void;
  /** Opens an image or a comparison on top of the list. */
  open: (search: GallerySearch) => void;
  /** Closes what is on top. */
  close: () => void;
}

export function useGalleryAddress(): GalleryAddress {
  const raw: RawSearch = useSearch({ strict: false });
  const written = JSON.stringify(raw);
  const search = useMemo(() => readSearch(JSON.parse(written) as RawSearch), [written]);
  const navigate = useNavigate();
  const router = useRouter();
  return useMemo(() => {
    const go = (next: GallerySearch, replace: boolean, state?: object): void =>
      void navigate({
        to: '/gallery',
        search: writeSearch(next) as never,
        replace,
        resetScroll: false,
        state: (before) => ({ ...(replace ? before : {}), ...state }),
      });
    return {
      search,
      show: (next) => go(next, false, { [ON_TOP]: false }),
      replace: (next) => go(next, true),
      open: (next) => go(next, false, { [ON_TOP]: true }),
      close() {
        const isOurs = (router.state.location.state as unknown as Record<string, unknown>)[ON_TOP] === true;
        if (isOurs) router.history.back();
        else go(listOf(search), true);
      },
    };
  }, [search, navigate, router]);
}
