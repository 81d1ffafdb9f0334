import { Button, FileButton, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLibraryPhoto, IconTrash, IconUpload } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { toast } from '../../../components/toast';
import { useFileDrop } from '../../../lib/use-file-drop';
import { text } from '../../../text';
import { rememberForm, setPicture, type StartPicture } from '../draft/draft-store';
import { loadFromGallery, loadPicture } from './load-picture';
import { pictureOf, takePicture } from './take-picture';
import classes from './image.module.css';

const GalleryPicker = lazy(() =>
  import('./gallery-picker').then(({ GalleryPicker: Picker }) => ({ default: Picker })),
);

interface Props {
  replaces?: boolean;
  /** Where it goes, if it is not the picture to start from. */
  put?: (picture: StartPicture | null) => void;
}

/** Where a picture comes from: a file, a drop, a paste, the gallery. */
export function PictureSource({ replaces = false, put }: Props) {
  const [picking, gallery] = useDisclosure(false);
  const take = (file: File | null | undefined): void => {
    if (file) taking(loadPicture(file, file.name));
  };
  const taking = (loading: Promise<StartPicture>): void =>
    void (put ? loading.then(put, toast.problem) : takePicture(loading));
  // A drop here is a picture to start from, whatever is written in it.
  const drop = useFileDrop((files) => take(pictureOf(files)));
  return (
    <div className={replaces ? undefined : classes.drop} {...drop}>
      {!replaces && (
        <Text size="sm" c="dimmed" ta="center">
          {text.generate.pictureHint}
        </Text>
      )}
      <Group gap="xs" justify={replaces ? undefined : 'center'}>
        <FileButton onChange={take} accept="image/png,image/jpeg,image/webp">
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} />}>
              {replaces ? text.generate.another : text.generate.chooseFile}
            </Button>
          )}
        </FileButton>
        <Button variant="default" leftSection={<IconLibraryPhoto size={16} />} onClick={gallery.open}>
          {text.generate.fromGallery}
        </Button>
        {replaces && (
          <Button
            variant="default"
            leftSection={<IconTrash size={16} />}
            onClick={() => {
              const undo = rememberForm();
              (put ?? setPicture)(null);
              toast.undo(text.generate.pictureRemoved, undo);
            }}
          >
            {text.generate.removePicture}
          </Button>
        )}
      </Group>
      {picking && (
        <Suspense fallback={null}>
          <GalleryPicker
            onClose={gallery.close}
            onPick={(filename) => {
              gallery.close();
              taking(loadFromGallery(filename));
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
