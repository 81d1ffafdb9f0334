import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { useGallery } from '../gallery-context';

export interface LightboxCommands {
  favourite: () => void;
  rate: (stars: number) => void;
  /** In the trash it asks, because there it is for good. */
  trash: () => void;
  restore: () => void;
  remove: () => void;
  compare: () => void;
  /** Back to the form, with a new seed. */
  again: () => void;
}

interface Options {
  image: GalleryImage;
  onStep: (by: 1 | -1) => void;
  onInfo: () => void;
  onAsk: () => void;
}

const RATINGS = [0, 1, 2, 3, 4, 5] as const;

/** What can be done with the open image, by key or by button. */
export function useLightboxKeys({ image, onStep, onInfo, onAsk }: Options): LightboxCommands {
  const { wall, search, actions, mayChange, replace, close, open } = useGallery();
  const navigate = useNavigate();
  const commands = useMemo(() => {
    // One image is open, not the bulk that its tile may stand for.
    const alone = [{ ...image, stack_count: null }];
    const next = wall.beside(image.filename, 1) ?? wall.beside(image.filename, -1);
    const goOn = (what: (images: GalleryImage[]) => void): void => {
      if (next) replace({ ...search, image: next.filename });
      else close();
      what(alone);
    };
    return {
      favourite: () => actions.change(image, { favourite: !image.favourite }),
      rate: (rating: number) => actions.change(image, { rating }),
      trash: () => (search.view === 'trash' ? onAsk() : goOn(actions.trash)),
      restore: () => goOn(actions.restore),
      remove: () => goOn(actions.remove),
      compare: () => next && open({ ...search, compare: [image.filename, next.filename] }),
      again: () =>
        void navigate({ to: '/generate', search: { from_image: image.filename, seed: 'random' } as never }),
    };
  }, [image, wall, search, actions, replace, close, open, onAsk, navigate]);
  const isCovered = search.compare !== undefined;
  const free = (what: () => void) => (): void => void (!isCovered && what());
  const change = (what: () => void) => free(() => void (mayChange && what()));
  useHotkeys([
    ['ArrowRight', free(() => onStep(1))],
    ['ArrowLeft', free(() => onStep(-1))],
    ['p', free(onInfo)],
    ['i', free(onInfo)],
    ['c', free(commands.compare)],
    ['g', free(commands.again)],
    ['f', change(commands.favourite)],
    ['x', change(commands.trash)],
    ['Delete', change(commands.trash)],
    ...RATINGS.map((stars): [string, () => void] => [String(stars), change(() => commands.rate(stars))]),
  ]);
  return commands;
}
