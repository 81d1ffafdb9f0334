import { ActionIcon, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../../../api/keys';
import type { GalleryImage, ImageInfo } from '../../../api/queries/gallery/images';
import { text } from '../../../text';
import { CollectDialog } from '../collections/collect-dialog';
import { useGallery } from '../gallery-context';

interface Props {
  image: GalleryImage;
  collections: ImageInfo['collections'];
}

/** The collections that the image is in. */
export function CollectionsOf({ image, collections }: Props) {
  const { actions, mayChange } = useGallery();
  const client = useQueryClient();
  const [adding, dialog] = useDisclosure(false);
  const alone = [{ ...image, stack_count: null }];
  const takeOut = (id: number): void => {
    actions.uncollect(alone, id);
    client.setQueryData<ImageInfo>(
      keys.galleryImage(image.filename),
      (before) => before && { ...before, collections: before.collections.filter((one) => one.id !== id) },
    );
  };
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {text.gallery.views.collections}
      </Text>
      <Group gap={6}>
        {collections.map(({ id, name }) => (
          <Badge
            key={id}
            variant="default"
            size="lg"
            tt="none"
            rightSection={
              mayChange && (
                <ActionIcon
                  size="xs"
                  variant="transparent"
                  color="gray"
                  aria-label={text.gallery.takeOutOf(name)}
                  onClick={() => takeOut(id)}
                >
                  <IconX size={12} />
                </ActionIcon>
              )
            }
          >
            {name}
          </Badge>
        ))}
        {mayChange && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={dialog.open}
          >
            {text.gallery.collect}
          </Button>
        )}
      </Group>
      {adding && <CollectDialog images={alone} onClose={dialog.close} />}
    </Stack>
  );
}
