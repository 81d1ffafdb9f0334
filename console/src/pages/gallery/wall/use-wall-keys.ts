import { useHotkeys } from '@mantine/hooks';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { useGallery } from '../gallery-context';

const RATINGS = [0, 1, 2, 3, 4, 5] as const;

/** Keys for the selected images, or for the one that has the focus. @returns gives an image the focus */
export function useWallKeys(): (filename: string) => void {
  const { wall, search, selection, actions, mayChange, open } = useGallery();
  const isCovered = search.image !== undefined || search.compare !== undefined;
  const chosen = (): GalleryImage[] => {
    const names = selection.isOn ? [...selection.chosen] : [focused()].filter((name) => name !== undefined);
    return names.flatMap((name) => wall.imageOf(name) ?? []);
  };
  const on =
    (what: (images: GalleryImage[]) => void, free = false) =>
    (): void => {
      const images = isCovered || !(mayChange || free) ? [] : chosen();
      if (images.length) what(images);
    };
  const trash = on((images) => {
    if (search.view === 'trash') return;
    actions.trash(images);
    selection.drop(images.map(({ filename }) => filename));
  });
  useHotkeys([
    ['f', on((images) => actions.favourite(images, !images.every(({ favourite }) => favourite)))],
    ['x', trash],
    ['Delete', trash],
    ['space', on(([image]) => selection.toggle(focused() ?? image!.filename), true)],
    ['c', on((images) => images.length === 2 && open(comparing(search, images)), true)],
    ['Escape', () => !isCovered && selection.clear()],
    ...RATINGS.map((stars): [string, () => void] => [
      String(stars),
      on((images) => actions.rate(images, stars)),
    ]),
  ]);
  return (filename) => {
    const find = (): HTMLElement | null =>
      document.querySelector<HTMLElement>(`[data-tile="${CSS.escape(filename)}"]`);
    const tile = find();
    // Rows that come into sight are drawn with the next frame.
    if (tile) tile.focus({ preventScroll: true });
    else requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
  };
}

const focused = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset['tile'];

const comparing = <S extends object>(
  search: S,
  [a, b]: GalleryImage[],
): S & { compare: [string, string] } => ({
  ...search,
  compare: [a!.filename, b!.filename],
});
