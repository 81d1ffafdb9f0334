import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useAddCollection, useCollections } from '../../../api/queries/gallery/collections';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { Loading } from '../../../components/loading';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import classes from '../head/head.module.css';

/** Puts images into a collection, or into a new one; takes them out of the one that is shown. */
export function CollectDialog({ images, onClose }: { images: GalleryImage[]; onClose: () => void }) {
  const { actions, search } = useGallery();
  const [name, setName] = useState('');
  const add = useAddCollection();
  const into = (collection: { id: number; name: string }): void => {
    actions.collect(images, collection);
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim()) add.mutate(name.trim(), { onSuccess: into });
  };
  return (
    <Modal opened onClose={onClose} title={text.gallery.collect}>
      <Stack>
        <Loading of={useCollections()}>
          {(collections) => (
            <ul className={classes.options}>
              {collections.map((collection) => (
                <li key={collection.id}>
                  <button type="button" onClick={() => into(collection)}>
                    {collection.name} <small>{text.counts.images(collection.count)}</small>
                  </button>
                </li>
              ))}
              {!collections.length && (
                <Text component="li" size="sm" c="dimmed">
                  {text.gallery.noCollectionsYet}
                </Text>
              )}
            </ul>
          )}
        </Loading>
        <form onSubmit={submit}>
          <Group gap="xs" wrap="nowrap" align="end">
            <TextInput
              flex={1}
              label={text.gallery.newCollection}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" loading={add.isPending}>
              {text.gallery.addTo}
            </Button>
          </Group>
        </form>
        {search.collection !== undefined && (
          <Button
            variant="default"
            onClick={() => {
              actions.uncollect(images, search.collection!);
              onClose();
            }}
          >
            {text.gallery.takeOut}
          </Button>
        )}
      </Stack>
    </Modal>
  );
}
