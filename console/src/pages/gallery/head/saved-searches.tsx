import { ActionIcon, Button, Menu, Modal, Stack, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconBookmarkPlus, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useDeletePreset, usePresets, useSavePreset, type Preset } from '../../../api/queries/presets';
import { messageOf } from '../../../api/problem';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { hasFilters, readSearch, savedOf } from '../search/gallery-search';

/** Searches that come back under a name. */
export function SavedSearches() {
  const { search, show } = useGallery();
  const isPhone = useIsPhone();
  const [naming, dialog] = useDisclosure(false);
  const { data: saved = [] } = usePresets('search');
  const forget = useDeletePreset();
  const open = ({ body }: Preset): void => show(readSearch(body));
  const canSave = hasFilters(search);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Tooltip label={text.gallery.savedSearches}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={isPhone ? 44 : 36}
              aria-label={text.gallery.savedSearches}
            >
              <IconBookmark size={20} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {saved.map((one) => (
            <Menu.Item
              key={one.id}
              onClick={() => open(one)}
              rightSection={
                <ActionIcon
                  component="span"
                  role="button"
                  tabIndex={0}
                  variant="subtle"
                  color="gray"
                  aria-label={text.gallery.forgetSearch(one.name)}
                  onClick={(event) => {
                    event.stopPropagation();
                    forget.mutate(one.id);
                  }}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              }
            >
              {one.name}
            </Menu.Item>
          ))}
          {saved.length > 0 && <Menu.Divider />}
          <Menu.Item leftSection={<IconBookmarkPlus size={16} />} disabled={!canSave} onClick={dialog.open}>
            {canSave ? text.gallery.saveSearch : text.gallery.nothingToSave}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={naming} onClose={dialog.close} title={text.gallery.saveSearch}>
        <NameForm onSaved={dialog.close} />
      </Modal>
    </>
  );
}

function NameForm({ onSaved }: { onSaved: () => void }) {
  const { search } = useGallery();
  const [name, setName] = useState(search.q ?? '');
  const save = useSavePreset();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim())
      save.mutate({ kind: 'search', name: name.trim(), body: savedOf(search) }, { onSuccess: onSaved });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={text.gallery.name}
          value={name}
          maxLength={100}
          data-autofocus
          required
          error={save.error ? messageOf(save.error) : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={save.isPending}>
          {text.actions.save}
        </Button>
      </Stack>
    </form>
  );
}
