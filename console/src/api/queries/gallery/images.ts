import { useQuery } from '@tanstack/react-query';
import type { paths } from '../../schema.gen';
import { api, take, type Schemas } from '../../client';
import { keys } from '../../keys';

export type GalleryImage = Schemas['GalleryImageDto'];
export type GalleryPage = Schemas['GalleryPageDto'];
export type ImageInfo = Schemas['ImageInfoDto'];
export type Facets = Schemas['FacetsDto'];
export type ListQuery = NonNullable<paths['/api/v1/gallery/images']['get']['parameters']['query']>;
export type FilterQuery = NonNullable<paths['/api/v1/gallery/facets']['get']['parameters']['query']>;

export const listImages = (query: ListQuery, signal?: AbortSignal): Promise<GalleryPage> =>
  take(api.GET('/api/v1/gallery/images', { params: { query }, signal }));

/** Values to narrow the list by, with how many images have them. */
export const useFacets = (query: FilterQuery, enabled = true) =>
  useQuery({
    queryKey: keys.galleryFacets(query),
    queryFn: ({ signal }) => take(api.GET('/api/v1/gallery/facets', { params: { query }, signal })),
    placeholderData: (before) => before,
    enabled,
  });

/** Days with images and how many, newest first. */
export const timelineQuery = (query: FilterQuery) => ({
  queryKey: keys.galleryTimeline(query),
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await take(api.GET('/api/v1/gallery/timeline', { params: { query }, signal }))).days,
});

export const imageInfoQuery = (filename: string) => ({
  queryKey: keys.galleryImage(filename),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    take(api.GET('/api/v1/gallery/images/{filename}/info', { params: { path: { filename } }, signal })),
});

export const useImageInfo = (filename: string) => useQuery(imageInfoQuery(filename));

export const useTags = () =>
  useQuery({
    queryKey: keys.galleryTags,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/gallery/tags', { signal }))).tags,
  });
