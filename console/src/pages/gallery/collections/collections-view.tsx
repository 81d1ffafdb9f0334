import { Button, Modal, Skeleton, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLibraryPhoto, IconPlus } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { messageOf } from '../../../api/problem';
import { useAddCollection, useCollections } from '../../../api/queries/gallery/collections';
import { EmptyState } from '../../../components/empty-state';
import { Loading } from '../../../components/loading';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { CollectionCard } from './collection-card';
import classes from './collections.module.css';

/** All collections by their covers. */
export function CollectionsView() {
  const { mayChange } = useGallery();
  const [adding, dialog] = useDisclosure(false);
  const newOne = mayChange && (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      {text.gallery.newCollection}
    </Button>
  );
  return (
    <div className={classes.view}>
      <Loading of={useCollections()} skeleton={<Skeleton h={220} />}>
        {(collections) =>
          collections.length ? (
            <Stack align="start">
              {newOne}
              <ul className={classes.grid}>
                {collections.map((collection) => (
                  <CollectionCard key={collection.id} collection={collection} />
                ))}
              </ul>
            </Stack>
          ) : (
            <EmptyState
              icon={IconLibraryPhoto}
              title={text.gallery.noCollections}
              hint={text.gallery.noCollectionsHint}
            >
              {newOne}
            </EmptyState>
          )
        }
      </Loading>
      <Modal opened={adding} onClose={dialog.close} title={text.gallery.newCollection}>
        <NewCollection onDone={dialog.close} />
      </Modal>
    </div>
  );
}

function NewCollection({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState('');
  const add = useAddCollection();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim()) add.mutate(name.trim(), { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={text.gallery.name}
          value={name}
          maxLength={100}
          required
          data-autofocus
          error={add.error ? messageOf(add.error) : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={add.isPending}>
          {text.actions.save}
        </Button>
      </Stack>
    </form>
  );
}
