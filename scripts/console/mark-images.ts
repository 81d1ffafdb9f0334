import type { ApiClient } from '../../test/support/api-client.js';

interface ImageList {
  images: { filename: string }[];
}

/** Some of the images are favourites, rated, tagged, in a collection, or thrown away. */
export async function markImages(api: ApiClient): Promise<void> {
  const { images } = await api.ok<ImageList>('GET', '/api/v1/gallery/images?limit=40');
  const names = images.map(({ filename }) => filename);
  const every = (n: number, from = 0): string[] => names.filter((_, at) => at % n === from);
  const act = (filenames: string[], action: string, more: object = {}) =>
    api.ok('POST', '/api/v1/gallery/images/actions', { filenames, action, ...more });
  const shelf = await api.ok<{ id: number }>('POST', '/api/v1/gallery/collections', { name: 'Postcards' });
  await api.ok('POST', '/api/v1/gallery/collections', { name: 'For the wall' });
  await act(every(4), 'favourite');
  await act(every(3), 'rate', { rating: 4 });
  await act(every(7), 'rate', { rating: 5 });
  await act(every(5), 'add_tags', { tags: ['landscape', 'print'] });
  await act(every(6, 1), 'add_to_collection', { collection_id: shelf.id });
  await act(every(13, 5), 'trash');
}
