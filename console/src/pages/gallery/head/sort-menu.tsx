import { Button, Menu } from '@mantine/core';
import { IconArrowsSort, IconCheck } from '@tabler/icons-react';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { SORTS } from '../search/gallery-search';

export function SortMenu() {
  const { search } = useGallery();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" leftSection={<IconArrowsSort size={16} />}>
          {text.gallery.sorts[search.sort]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <SortItems />
      </Menu.Dropdown>
    </Menu>
  );
}

export function SortItems() {
  const { search, show } = useGallery();
  return SORTS.map((sort) => (
    <Menu.Item
      key={sort}
      leftSection={<IconCheck size={16} opacity={search.sort === sort ? 1 : 0} />}
      onClick={() => show({ ...search, sort })}
    >
      {text.gallery.sorts[sort]}
    </Menu.Item>
  ));
}
