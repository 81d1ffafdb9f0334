import { useMediaQuery } from '@mantine/hooks';

/** Narrow, as the frame understands it: dialogs and drawers fill the screen. */
export function useIsPhone(): boolean {
  return useMediaQuery('(max-width: 48em)', window.innerWidth <= 768, { getInitialValueInEffect: false });
}
