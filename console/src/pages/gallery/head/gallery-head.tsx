import { ActionIcon, Text, Title, Tooltip } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { DensityButtons } from './density-buttons';
import { FilterBar } from './filter-bar';
import { MoreMenu } from './more-menu';
import { SavedSearches } from './saved-searches';
import { SearchField } from './search-field';
import { SortMenu } from './sort-menu';
import classes from './head.module.css';

/** Search, filters, order: what the wall below shows. */
export function GalleryHead() {
  const { search, show, total } = useGallery();
  const isPhone = useIsPhone();
  const isList = search.view === undefined || search.view === 'trash';
  return (
    <div className={classes.head}>
      <div className={classes.line}>
        {search.view !== undefined && (
          <Tooltip label={text.gallery.backToAll}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={isPhone ? 44 : 36}
              aria-label={text.gallery.backToAll}
              onClick={() => show({ sort: 'newest' })}
            >
              <IconArrowLeft size={20} />
            </ActionIcon>
          </Tooltip>
        )}
        <Title order={1} size="h3" className={search.view === undefined && isPhone ? 'visually-hidden' : ''}>
          {search.view === undefined ? text.nav.gallery : text.gallery.views[search.view]}
        </Title>
        {isList && !isPhone && <Total total={total} />}
        {isList && <SearchField />}
        {isList && !isPhone && <SortMenu />}
        {isList && !isPhone && <DensityButtons />}
        {isList && search.view === undefined && <SavedSearches />}
        <MoreMenu isPhone={isPhone} />
      </div>
      {isList && (
        <div className={classes.chips}>
          <FilterBar />
          {isPhone && <Total total={total} />}
        </div>
      )}
    </div>
  );
}

function Total({ total }: { total: number | undefined }) {
  return (
    <Text size="sm" c="dimmed" className={classes.total} aria-live="polite">
      {total === undefined ? '' : text.counts.images(total)}
    </Text>
  );
}
