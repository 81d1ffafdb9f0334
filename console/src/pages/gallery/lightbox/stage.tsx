import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { FileCard, isPicture } from '../../../components/file-card';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { SharpPicture, wantsSharp } from './sharp-picture';
import { ZoomArea } from './zoom-area';
import { FITTING, type View } from './zoom';
import classes from './lightbox.module.css';

interface Props {
  image: GalleryImage;
  before: GalleryImage | undefined;
  after: GalleryImage | undefined;
  onStep: (by: 1 | -1) => void;
}

const FAR_PX = 90;
const QUICK_PX = 30;

/** The image between its neighbours, which come in by a swipe, and are loaded by then. */
export function Stage({ image, before, after, onStep }: Props) {
  const { close } = useGallery();
  const [shown, setShown] = useState<{ filename: string; view: View }>({
    filename: image.filename,
    view: FITTING,
  });
  const [drag, setDrag] = useState<{ x: number; y: number } | null>(null);
  const view = shown.filename === image.filename ? shown.view : FITTING;
  const onDrop = (x: number, y: number, isQuick: boolean): void => {
    setDrag(null);
    const far = isQuick ? QUICK_PX : FAR_PX;
    if (Math.abs(x) > Math.abs(y)) {
      if (x > far) onStep(-1);
      else if (x < -far) onStep(1);
    } else if (y > far) close();
  };
  const onDrag = (x: number, y: number): void =>
    setDrag(Math.abs(x) > Math.abs(y) ? { x, y: 0 } : { x: 0, y: Math.max(0, y) });
  return (
    <div className={classes.stage}>
      <div
        className={classes.strip}
        data-still={drag === null || undefined}
        style={{ transform: `translate(${drag?.x ?? 0}px, ${drag?.y ?? 0}px)` }}
      >
        {before && <Side image={before} place="-100%" />}
        {isPicture(image) ? (
          <ZoomArea
            {...shapeOf(image)}
            view={view}
            onView={(next) => setShown({ filename: image.filename, view: next })}
            onDrag={onDrag}
            onDrop={onDrop}
          >
            <SharpPicture key={image.filename} image={image} isSharp={wantsSharp(view.scale)} />
          </ZoomArea>
        ) : (
          <div className={classes.file}>
            <FileCard key={image.filename} file={image} src={image.download_url} />
          </div>
        )}
        {after && <Side image={after} place="100%" />}
      </div>
      <StepButton by={-1} isEnd={!before} isShown={!isPicture(image)} onStep={onStep} />
      <StepButton by={1} isEnd={!after} isShown={!isPicture(image)} onStep={onStep} />
    </div>
  );
}

/** What is no picture has no pixels, and gets the shape of a usual player. */
const shapeOf = ({ width, height }: GalleryImage): { width: number; height: number } =>
  width && height ? { width, height } : { width: 640, height: 360 };

const nothing = (): void => undefined;

function Side({ image, place }: { image: GalleryImage; place: string }) {
  return (
    <div className={classes.side} style={{ left: place }} aria-hidden>
      <ZoomArea {...shapeOf(image)} view={FITTING} onView={nothing}>
        <SharpPicture image={image} isSharp={wantsSharp(1)} />
      </ZoomArea>
    </div>
  );
}

interface StepProps {
  by: 1 | -1;
  isEnd: boolean;
  /** Always: a player takes the swipes for itself. */
  isShown: boolean;
  onStep: (by: 1 | -1) => void;
}

function StepButton({ by, isEnd, isShown, onStep }: StepProps) {
  if (isEnd) return null;
  return (
    <ActionIcon
      className={classes.step}
      data-by={by}
      data-shown={isShown || undefined}
      variant="default"
      radius="xl"
      size={44}
      aria-label={by < 0 ? text.gallery.before : text.gallery.after}
      onClick={() => onStep(by)}
    >
      {by < 0 ? <IconChevronLeft size={22} /> : <IconChevronRight size={22} />}
    </ActionIcon>
  );
}
