import { TagsInput } from '@mantine/core';
import { useTags, type GalleryImage } from '../../../api/queries/gallery/images';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';

export function TagsOf({ image }: { image: GalleryImage }) {
  const { actions, mayChange } = useGallery();
  const { data: known = [] } = useTags();
  return (
    <TagsInput
      label={text.gallery.tags}
      description={mayChange ? text.gallery.addTagsHint : undefined}
      readOnly={!mayChange}
      value={image.tags}
      data={known.map(({ value }) => value)}
      maxTags={50}
      comboboxProps={{ zIndex: 350 }}
      onChange={(tags) =>
        actions.change(image, {
          tags: [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter(Boolean))],
        })
      }
    />
  );
}
