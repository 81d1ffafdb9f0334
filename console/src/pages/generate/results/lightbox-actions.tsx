import { Button } from '@mantine/core';
import { IconDice3, IconDownload, IconForms, IconPhotoEdit } from '@tabler/icons-react';
import { useLightboxState } from 'yet-another-react-lightbox';
import { isPicture } from '../../../components/file-card';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import { rememberForm, setParams } from '../draft/draft-store';
import { fillFromImage, startFromImage } from '../fill/fill-form';
import { pathOf } from './path-of';
import type { ShownImage } from './result-lightbox';
import classes from './results.module.css';

interface Props {
  images: ShownImage[];
  onDone: () => void;
}

export function LightboxActions({ images, onDone }: Props) {
  const { currentIndex } = useLightboxState();
  const image = images[currentIndex];
  if (!image) return null;
  const { filename, seed } = image;
  const act = (does: () => unknown) => () => {
    onDone();
    does();
  };
  return (
    <div className={classes.actions}>
      <Button
        variant="default"
        leftSection={<IconForms size={16} />}
        onClick={act(() => fillFromImage(filename))}
      >
        {text.generate.useParameters}
      </Button>
      {seed !== null && (
        <Button variant="default" leftSection={<IconDice3 size={16} />} onClick={act(() => keepSeed(seed))}>
          {text.generate.useSeed}
        </Button>
      )}
      {isPicture(image) && (
        <Button
          variant="default"
          leftSection={<IconPhotoEdit size={16} />}
          onClick={act(() => startFromImage(filename))}
        >
          {text.generate.toImage}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconDownload size={16} />}
        component="a"
        href={pathOf(image.download_url)}
        download={filename}
      >
        {text.actions.download}
      </Button>
    </div>
  );
}

function keepSeed(seed: number): void {
  const undo = rememberForm();
  setParams({ seed });
  toast.undo(text.generate.seedKept(seed), undo);
}
