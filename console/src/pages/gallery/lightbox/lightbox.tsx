// One image, large. Written for this gallery instead of taken from a library: what is shown is an address and not a
// place in a list (the list is loaded in parts, and grows at its top while one looks), the same zoom serves the
// comparison of two, and what is known of the image stands beside it.
import { Button, Modal } from '@mantine/core';
import { IconMoodEmpty } from '@tabler/icons-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { ApiProblem } from '../../../api/problem';
import { useImageInfo, type GalleryImage } from '../../../api/queries/gallery/images';
import { EmptyState } from '../../../components/empty-state';
import { Problem } from '../../../components/problem';
import { usePreference } from '../../../lib/preferences';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { neighbour } from '../wall/walk-images';
import { InfoPanel } from './info-panel';
import { LightboxBar } from './lightbox-bar';
import { Stage } from './stage';
import { useLightboxKeys } from './use-lightbox-keys';
import classes from './lightbox.module.css';

export function Lightbox({ filename }: { filename: string }) {
  const { wall, close, search } = useGallery();
  useSyncExternalStore(wall.subscribe, wall.state);
  const onWall = wall.imageOf(filename);
  const info = useImageInfo(filename);
  const image = onWall ?? info.data;
  const [asking, setAsking] = useState(false);
  // Escape closes a question or a comparison on top of it first.
  return (
    <Modal.Root
      opened
      onClose={close}
      fullScreen
      closeOnEscape={!asking && search.compare === undefined}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Content radius={0} aria-label={text.gallery.lightbox} className={classes.content}>
        <Modal.Body p={0} className={classes.body}>
          {image ? (
            <Opened key="opened" image={image} asking={asking} onAsk={setAsking} />
          ) : (
            info.error && <Gone error={info.error} onRetry={() => void info.refetch()} onClose={close} />
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

interface OpenedProps {
  image: GalleryImage;
  asking: boolean;
  onAsk: (asking: boolean) => void;
}

function Opened({ image, asking, onAsk }: OpenedProps) {
  const { wall, search, replace } = useGallery();
  const { filename } = image;
  const isPhone = useIsPhone();
  const [beside, setBeside] = usePreference('galleryDetails');
  const [sheet, setSheet] = useState(false);
  const showsInfo = isPhone ? sheet : beside;
  const toggleInfo = (): void => (isPhone ? setSheet(!sheet) : setBeside(!beside));
  const before = wall.beside(filename, -1);
  const after = wall.beside(filename, 1);
  // Ahead of the hand: the next one is loaded before it is asked for.
  useEffect(() => {
    void neighbour(wall, filename, 1);
    void neighbour(wall, filename, -1);
  }, [wall, filename]);
  const step = (by: 1 | -1): void => {
    const next = by > 0 ? after : before;
    if (next) replace({ ...search, image: next.filename });
  };
  const keys = useLightboxKeys({ image, onStep: step, onInfo: toggleInfo, onAsk: () => onAsk(true) });
  return (
    <div
      className={classes.layout}
      data-info={(showsInfo && !isPhone) || undefined}
      // Opened, the picture is looked at and moved through by keys: no button is marked before one is asked for.
      data-autofocus
      tabIndex={-1}
    >
      <div className={classes.main}>
        <LightboxBar
          image={image}
          showsInfo={showsInfo}
          onInfo={toggleInfo}
          commands={keys}
          asking={asking}
          onAsk={onAsk}
          isPhone={isPhone}
        />
        <Stage image={image} before={before} after={after} onStep={step} />
      </div>
      {showsInfo && <InfoPanel image={image} isSheet={isPhone} onClose={toggleInfo} />}
    </div>
  );
}

function Gone({ error, onRetry, onClose }: { error: Error; onRetry: () => void; onClose: () => void }) {
  if (error instanceof ApiProblem && error.status === 404)
    return (
      <EmptyState icon={IconMoodEmpty} title={text.problem.goneTitle} hint={text.gallery.imageGone}>
        <Button onClick={onClose}>{text.gallery.backToAll}</Button>
      </EmptyState>
    );
  return <Problem error={error} onRetry={onRetry} />;
}
