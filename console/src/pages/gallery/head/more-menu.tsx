import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconCheck,
  IconDatabase,
  IconDots,
  IconFolderOpen,
  IconLibraryPhoto,
  IconTrash,
} from '@tabler/icons-react';
import { lazy, Suspense, type ReactNode } from 'react';
import { usePreference } from '../../../lib/preferences';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { DensityButtons } from './density-buttons';
import { SortItems } from './sort-menu';

const ImportDialog = lazy(() =>
  import('../import/import-dialog').then((module) => ({ default: module.ImportDialog })),
);

/** Everything that is not searching: other views, how the wall looks, the importer. */
export function MoreMenu({ isPhone }: { isPhone: boolean }) {
  const { search, show, isAdmin } = useGallery();
  const [blur, setBlur] = usePreference('blurPictures');
  const [importing, dialog] = useDisclosure(false);
  const isList = search.view === undefined;
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Tooltip label={text.actions.more}>
            <ActionIcon variant="subtle" color="gray" size={isPhone ? 44 : 36} aria-label={text.gallery.menu}>
              <IconDots size={20} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {isPhone && isList && (
            <>
              <Menu.Label>{text.gallery.sort}</Menu.Label>
              <SortItems />
              <Menu.Divider />
              <DensityButtons size={44} />
              <Menu.Divider />
            </>
          )}
          {isList && (
            <>
              <Toggle
                on={search.flat !== true}
                onClick={() => show({ ...search, flat: search.flat ? undefined : true })}
              >
                {text.gallery.stackBulks}
              </Toggle>
              <Toggle
                on={search.all_roles === true}
                onClick={() => show({ ...search, all_roles: search.all_roles ? undefined : true })}
              >
                {text.gallery.allRoles}
              </Toggle>
            </>
          )}
          <Toggle on={blur} onClick={() => setBlur(!blur)}>
            {text.settings.blur}
          </Toggle>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLibraryPhoto size={16} />}
            onClick={() => show({ sort: 'newest', view: 'collections' })}
          >
            {text.gallery.views.collections}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            onClick={() => show({ sort: 'newest', view: 'trash' })}
          >
            {text.gallery.views.trash}
          </Menu.Item>
          {isAdmin && (
            <>
              <Menu.Item
                leftSection={<IconDatabase size={16} />}
                onClick={() => show({ sort: 'newest', view: 'storage' })}
              >
                {text.gallery.views.storage}
              </Menu.Item>
              <Menu.Item leftSection={<IconFolderOpen size={16} />} onClick={dialog.open}>
                {text.gallery.import.title} …
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {importing && (
        <Suspense>
          <ImportDialog onClose={dialog.close} />
        </Suspense>
      )}
    </>
  );
}

function Toggle({ on, onClick, children }: { on: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Menu.Item
      role="menuitemcheckbox"
      aria-checked={on}
      closeMenuOnClick={false}
      leftSection={<IconCheck size={16} opacity={on ? 1 : 0} />}
      onClick={onClick}
    >
      {children}
    </Menu.Item>
  );
}
