import { Button, Modal, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { usePicturesToPick } from '../../../api/queries/pictures-to-pick';
import { Picture } from '../../../components/picture';
import { text } from '../../../text';
import classes from './image.module.css';

interface Props {
  onPick: (filename: string) => void;
  onClose: () => void;
}

/** The newest pictures of the gallery, to take one. */
export function GalleryPicker({ onPick, onClose }: Props) {
  const isPhone = useMediaQuery('(max-width: 48em)');
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = usePicturesToPick();
  const images = data?.pages.flatMap((page) => page.images) ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.generate.fromGallery}
      size="xl"
      fullScreen={isPhone}
      closeButtonProps={{ 'aria-label': text.actions.close, size: 44 }}
    >
      <div className={classes.pick}>
        {images.map((image) => (
          <UnstyledButton key={image.filename} onClick={() => onPick(image.filename)}>
            <Picture
              src={image.preview_url}
              alt={text.generate.pickPicture(image.filename)}
              width={image.width}
              height={image.height}
              cover
              className={classes.pickPicture}
            />
          </UnstyledButton>
        ))}
      </div>
      {data && !images.length && (
        <Text c="dimmed" ta="center" size="sm">
          {text.generate.galleryEmpty}
        </Text>
      )}
      {hasNextPage && (
        <Button
          fullWidth
          mt="md"
          variant="subtle"
          color="gray"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {text.actions.more}
        </Button>
      )}
    </Modal>
  );
}
