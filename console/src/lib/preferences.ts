// What this browser remembers of how its user likes the console. Nothing of it is needed: storage may be off.
import { useLocalStorage } from '@mantine/hooks';

export interface Preferences {
  railCollapsed: boolean;
  activityPinned: boolean;
  /** Previews while jobs run; thumbnails only when off. */
  livePreviews: boolean;
  /** A sound when a bulk is done. */
  sound: boolean;
  /** A notification of the system when a bulk is done and nobody looks; the browser has to allow it too. */
  notices: boolean;
  /** Pictures are blurred until they are pointed at. */
  blurPictures: boolean;
  /** How high the gallery's rows are, from 0 (smallest) to 4. */
  galleryDensity: number;
  /** What is known of a picture stands beside it when it is open. */
  galleryDetails: boolean;
}

const DEFAULTS: Preferences = {
  railCollapsed: false,
  activityPinned: true,
  livePreviews: true,
  sound: false,
  notices: false,
  blurPictures: false,
  galleryDensity: 2,
  galleryDetails: true,
};

export function usePreference<K extends keyof Preferences>(
  name: K,
): [Preferences[K], (value: Preferences[K]) => void] {
  const [value, set] = useLocalStorage<Preferences[K]>({
    key: `stablequeue.${name}`,
    defaultValue: DEFAULTS[name],
    getInitialValueInEffect: false,
  });
  return [value, set];
}

/** The browser's own wish to save data counts as well. */
export function useLivePreviews(): boolean {
  const [wanted] = usePreference('livePreviews');
  return wanted && !savesData();
}

/** Whether the browser was asked to load little. */
export function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
