import { Button } from '@mantine/core';
import { IconPhoto, IconPhotoSearch, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state';
import { text } from '../../text';
import { useGallery } from './gallery-context';
import { hasFilters, withoutFilters } from './search/gallery-search';

/** Why the wall is empty, and the way on. */
export function EmptyWall() {
  const { search, show } = useGallery();
  if (hasFilters(search))
    return (
      <EmptyState
        icon={IconPhotoSearch}
        title={text.gallery.nothingFound}
        hint={text.gallery.nothingFoundHint}
      >
        <Button onClick={() => show(withoutFilters(search))}>{text.gallery.clearFilters}</Button>
      </EmptyState>
    );
  if (search.view === 'trash')
    return <EmptyState icon={IconTrash} title={text.gallery.trashEmpty} hint={text.gallery.trashEmptyHint} />;
  return (
    <EmptyState icon={IconPhoto} title={text.gallery.noImages} hint={text.gallery.noImagesHint}>
      <Button component={Link} to="/generate">
        {text.gallery.makeFirst}
      </Button>
    </EmptyState>
  );
}
