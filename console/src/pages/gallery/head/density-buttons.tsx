import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { usePreference } from '../../../lib/preferences';
import { text } from '../../../text';
import { DENSITIES } from '../wall/density';

/** Smaller or larger pictures on the wall. */
export function DensityButtons({ size = 36 }: { size?: number }) {
  const [density, setDensity] = usePreference('galleryDensity');
  const button = (step: 1 | -1) => {
    const next = density + step;
    const label = step < 0 ? text.gallery.smaller : text.gallery.larger;
    const isEnd = next < 0 || next >= DENSITIES;
    return (
      <Tooltip label={isEnd ? text.gallery.densityEnd : label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={size}
          aria-label={label}
          data-disabled={isEnd || undefined}
          aria-disabled={isEnd}
          onClick={() => !isEnd && setDensity(next)}
        >
          {step < 0 ? <IconMinus size={18} /> : <IconPlus size={18} />}
        </ActionIcon>
      </Tooltip>
    );
  };
  return (
    <Group gap={0} wrap="nowrap" role="group" aria-label={text.gallery.density}>
      {button(-1)}
      {button(1)}
    </Group>
  );
}
