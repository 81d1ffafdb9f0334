import { useMemo, useState } from 'react';
import { loadBetween } from '../wall/walk-images';
import type { WallData } from '../wall/wall-data';
import { dropAll, extend, NOTHING_CHOSEN, toggle, toggleAll, type Selection } from './selection';

export interface Selecting extends Selection {
  /** Tapping an image selects it instead of opening it. */
  isOn: boolean;
  toggle: (filename: string) => void;
  /** Up to this one, loading what lies between when it has to. */
  extend: (filename: string) => void;
  toggleAll: (filenames: readonly string[]) => void;
  drop: (filenames: readonly string[]) => void;
  clear: () => void;
}

export function useSelection(wall: WallData): Selecting {
  const [selection, set] = useState(NOTHING_CHOSEN);
  return useMemo(
    () => ({
      ...selection,
      isOn: selection.chosen.size > 0,
      toggle: (filename) => set((before) => toggle(before, filename)),
      extend(filename) {
        const order = (): string[] => wall.images().map((image) => image.filename);
        void loadBetween(wall, selection.anchor, filename).then(() =>
          set((before) => extend(before, filename, order())),
        );
      },
      toggleAll: (filenames) => set((before) => toggleAll(before, filenames)),
      drop: (filenames) => set((before) => dropAll(before, filenames)),
      clear: () => set(NOTHING_CHOSEN),
    }),
    [selection, wall],
  );
}
