import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconDots, IconPhoto } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import {
  useDeleteCollection,
  useRenameCollection,
  type Collection,
} from '../../../api/queries/gallery/collections';
import { Picture } from '../../../components/picture';
import { text } from '../../../text';
import { AskFirst } from '../ask-first';
import { useGallery } from '../gallery-context';
import { writeSearch } from '../search/gallery-search';
import classes from './collections.module.css';

export function CollectionCard({ collection }: { collection: Collection }) {
  const { mayChange } = useGallery();
  const { id, name, count, cover_preview_url: cover } = collection;
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null);
  const forget = useDeleteCollection();
  return (
    <li className={classes.card}>
      <Link
        to="/gallery"
        search={writeSearch({ sort: 'newest', collection: id }) as never}
        className={classes.link}
      >
        <span className={classes.cover}>
          {cover === null ? (
            <IconPhoto size={32} stroke={1.2} aria-hidden />
          ) : (
            <Picture src={cover} alt="" width={1} height={1} cover />
          )}
        </span>
        <Text size="sm" fw={600} truncate>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {text.counts.images(count)}
        </Text>
      </Link>
      {mayChange && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              className={classes.menu}
              variant="default"
              size={36}
              aria-label={text.gallery.menuOf(name)}
            >
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setDialog('rename')}>{text.gallery.rename}</Menu.Item>
            <Menu.Item onClick={() => setDialog('delete')}>{text.actions.delete}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal opened={dialog === 'rename'} onClose={() => setDialog(null)} title={text.gallery.rename}>
        <Rename collection={collection} onDone={() => setDialog(null)} />
      </Modal>
      <AskFirst
        opened={dialog === 'delete'}
        onClose={() => setDialog(null)}
        title={text.gallery.deleteCollection}
        message={text.gallery.deleteCollectionAsk(name)}
        action={text.actions.delete}
        onConfirm={() => forget.mutate(id)}
      />
    </li>
  );
}

function Rename({ collection, onDone }: { collection: Collection; onDone: () => void }) {
  const [name, setName] = useState(collection.name);
  const rename = useRenameCollection();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim()) rename.mutate({ id: collection.id, name: name.trim() }, { onSuccess: onDone });
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
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={rename.isPending}>
            {text.actions.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
