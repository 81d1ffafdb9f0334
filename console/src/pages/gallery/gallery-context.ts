import { createContext, use } from 'react';
import type { GalleryAddress } from './use-gallery-search';
import type { ImageActions } from './actions/use-image-actions';
import type { WallData } from './wall/wall-data';
import type { Selecting } from './selection/use-selection';

/** What every part of the page works on. */
export interface Gallery extends GalleryAddress {
  wall: WallData;
  selection: Selecting;
  actions: ImageActions;
  /** May this caller change images? */
  mayChange: boolean;
  isAdmin: boolean;
  /** All images that the filters leave; undefined until it is known. */
  total: number | undefined;
}

export const GalleryContext = createContext<Gallery | null>(null);

export function useGallery(): Gallery {
  const gallery = use(GalleryContext);
  if (!gallery) throw new Error('Parts of the gallery stand inside of its page.');
  return gallery;
}
