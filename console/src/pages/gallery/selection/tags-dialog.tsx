import { Button, Group, Modal, Stack, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useTags, type GalleryImage } from '../../../api/queries/gallery/images';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';

/** Adds tags to all selected images, and takes tags away that some of them have. */
export function TagsDialog({ images, onClose }: { images: GalleryImage[]; onClose: () => void }) {
  const { actions } = useGallery();
  const { data: known = [] } = useTags();
  const [added, setAdded] = useState<string[]>([]);
  const [gone, setGone] = useState<string[]>([]);
  const present = [...new Set(images.flatMap(({ tags }) => tags))].sort();
  const save = (): void => {
    if (added.length) actions.addTags(images, added);
    if (gone.length) actions.removeTags(images, gone);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={text.gallery.tagsOf(images.length)}>
      <Stack>
        <TagsInput
          label={text.gallery.addTags}
          description={text.gallery.addTagsHint}
          value={added}
          onChange={(tags) => setAdded(tags.map((tag) => tag.toLowerCase()))}
          data={known.map(({ value }) => value)}
          data-autofocus
          maxTags={50}
        />
        {present.length > 0 && (
          <Stack gap={6}>
            <Text size="sm" fw={500}>
              {text.gallery.removeTags}
            </Text>
            <Group gap={6}>
              {present.map((tag) => (
                <Button
                  key={tag}
                  size="compact-sm"
                  radius="xl"
                  variant="default"
                  aria-pressed={gone.includes(tag)}
                  td={gone.includes(tag) ? 'line-through' : undefined}
                  onClick={() =>
                    setGone(gone.includes(tag) ? gone.filter((one) => one !== tag) : [...gone, tag])
                  }
                >
                  {tag}
                </Button>
              ))}
            </Group>
          </Stack>
        )}
        <Button onClick={save}>{text.actions.save}</Button>
      </Stack>
    </Modal>
  );
}
