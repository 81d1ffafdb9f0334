import { ActionIcon, Group, Modal, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowsExchange, IconInfoCircle, IconX } from '@tabler/icons-react';
import { useState, useSyncExternalStore } from 'react';
import { useImageInfo, type ImageInfo } from '../../../api/queries/gallery/images';
import { Problem } from '../../../components/problem';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { FITTING, type View } from '../lightbox/zoom';
import { neighbour } from '../wall/walk-images';
import { Differences } from './differences';
import { SideBySide } from './side-by-side';
import { SliderView } from './slider-view';
import classes from './compare.module.css';

type Mode = 'beside' | 'slider';

/** Two images, moved and zoomed as one, with what was different in the making. */
export function Compare({ pair: [first, second] }: { pair: [string, string] }) {
  const { close } = useGallery();
  const [a, b] = [useImageInfo(first), useImageInfo(second)];
  const error = a.error ?? b.error;
  return (
    <Modal.Root opened onClose={close} fullScreen transitionProps={{ duration: 0 }} zIndex={250}>
      <Modal.Content radius={0} aria-label={text.gallery.compare} className={classes.content}>
        <Modal.Body p={0} className={classes.body}>
          {error && <Problem error={error} onRetry={() => void Promise.all([a.refetch(), b.refetch()])} />}
          {a.data && b.data && <Pair a={a.data} b={b.data} />}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Pair({ a, b }: { a: ImageInfo; b: ImageInfo }) {
  const { search, wall, close, replace } = useGallery();
  useSyncExternalStore(wall.subscribe, wall.state);
  const [mode, setMode] = useState<Mode>('beside');
  const [view, setView] = useState<View>(FITTING);
  const [showsFacts, setShowsFacts] = useState(true);
  const show = (first: string, second: string): void => replace({ ...search, compare: [first, second] });
  // The first stays, the other one is looked for: as in a film of candidates.
  const step = async (by: 1 | -1): Promise<void> => {
    const next = await neighbour(wall, b.filename, by);
    const another = next?.filename === a.filename ? await neighbour(wall, a.filename, by) : next;
    if (another) show(a.filename, another.filename);
  };
  useHotkeys([
    ['ArrowRight', () => void step(1)],
    ['ArrowLeft', () => void step(-1)],
    ['s', () => setMode(mode === 'beside' ? 'slider' : 'beside')],
    ['p', () => setShowsFacts(!showsFacts)],
  ]);
  const shared = { a, b, view, onView: setView };
  return (
    <div className={classes.layout}>
      <Group className={classes.bar} role="toolbar" aria-label={text.gallery.compare} gap="xs" wrap="nowrap">
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={text.actions.close} onClick={close}>
          <IconX size={20} />
        </ActionIcon>
        <SegmentedControl
          aria-label={text.gallery.compareMode}
          value={mode}
          onChange={(value) => setMode(value)}
          data={[
            { value: 'beside', label: text.gallery.beside },
            { value: 'slider', label: text.gallery.slider },
          ]}
        />
        <Text size="xs" c="dimmed" visibleFrom="md">
          {text.gallery.compareHint}
        </Text>
        <Group gap={0} ml="auto" wrap="nowrap">
          <Tooltip label={text.gallery.swap}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={text.gallery.swap}
              onClick={() => show(b.filename, a.filename)}
            >
              <IconArrowsExchange size={20} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={text.gallery.differences}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={text.gallery.differences}
              aria-pressed={showsFacts}
              onClick={() => setShowsFacts(!showsFacts)}
            >
              <IconInfoCircle size={20} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {mode === 'beside' ? <SideBySide {...shared} /> : <SliderView {...shared} />}
      {showsFacts && <Differences a={a} b={b} />}
    </div>
  );
}
