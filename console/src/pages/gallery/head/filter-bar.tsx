import { Button } from '@mantine/core';
import { IconHeart, IconHeartFilled } from '@tabler/icons-react';
import { useCollections } from '../../../api/queries/gallery/collections';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { hasFilters, withoutFilters, type GallerySearch, type TextFilter } from '../search/gallery-search';
import { Chip } from './chip';
import { CollectionOptions } from './collection-options';
import { DateOptions, sayDates } from './date-options';
import { FacetOptions } from './facet-options';
import { RatingOptions } from './rating-options';
import { SeedOptions } from './seed-options';
import classes from './head.module.css';

const FACETS = [
  ['model', 'models'],
  ['lora', 'loras'],
  ['sampler', 'samplers'],
  ['size', 'sizes'],
  ['server', 'servers'],
  ['source', 'sources'],
  ['tag', 'tags'],
] as const;

/** All filters as chips, those that are set first. */
export function FilterBar() {
  const { search, show } = useGallery();
  const chips = useChips();
  return (
    <>
      <FavouriteChip />
      {chips.filter(({ isOn }) => isOn).map(({ chip }) => chip)}
      {chips.filter(({ isOn }) => !isOn).map(({ chip }) => chip)}
      {hasFilters(search) && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => show(withoutFilters(search))}>
          {text.gallery.clearFilters}
        </Button>
      )}
    </>
  );
}

function useChips() {
  const { search, show } = useGallery();
  const { data: collections } = useCollections();
  const set = (change: Partial<GallerySearch>): void => show({ ...search, ...change });
  const chip = (
    name: string,
    value: string | null,
    cleared: Partial<GallerySearch>,
    options?: (close: () => void) => React.ReactNode,
  ) => ({
    isOn: value !== null,
    chip: (
      <Chip key={name} label={text.gallery.filters[name] ?? name} value={value} onClear={() => set(cleared)}>
        {options}
      </Chip>
    ),
  });
  const choosing = (close: () => void) => (change: Partial<GallerySearch>) => {
    close();
    set(change);
  };
  const facets = FACETS.map(([name, facet]) =>
    chip(name, search[name] ?? null, { [name]: undefined }, (close) => (
      <FacetOptions
        facet={facet}
        chosen={search[name]}
        onChoose={(value) => choosing(close)({ [name satisfies TextFilter]: value })}
      />
    )),
  );
  const collection = collections?.find(({ id }) => id === search.collection);
  const named = search.collection === undefined ? null : (collection?.name ?? `#${search.collection}`);
  const { rating_min: rating, seed } = search;
  return [
    ...facets.slice(0, 2),
    chip('date', sayDates(search), { from: undefined, to: undefined }, (close) => (
      <DateOptions search={search} onChoose={choosing(close)} />
    )),
    chip(
      'rating',
      rating === undefined ? null : text.gallery.starsAtLeast(rating),
      { rating_min: undefined },
      (close) => <RatingOptions onChoose={(rating_min) => choosing(close)({ rating_min })} />,
    ),
    chip('collection', named, { collection: undefined }, (close) => (
      <CollectionOptions chosen={search.collection} onChoose={(id) => choosing(close)({ collection: id })} />
    )),
    ...facets.slice(2),
    chip('seed', seed === undefined ? null : text.gallery.seedIs(seed), { seed: undefined }, (close) => (
      <SeedOptions seed={seed} onChoose={(value) => choosing(close)({ seed: value })} />
    )),
    ...(search.bulk === undefined ? [] : [chip('bulk', text.gallery.oneBulk, { bulk: undefined })]),
    ...(search.job === undefined ? [] : [chip('job', text.gallery.oneJob, { job: undefined })]),
    ...(search.app_type === undefined ? [] : [chip('app_type', search.app_type, { app_type: undefined })]),
  ];
}

function FavouriteChip() {
  const { search, show } = useGallery();
  const isOn = search.favourite === true;
  return (
    <span className={classes.chip} data-on={isOn || undefined}>
      <button
        type="button"
        aria-pressed={isOn}
        onClick={() => show({ ...search, favourite: isOn ? undefined : true })}
      >
        {isOn ? <IconHeartFilled size={14} aria-hidden /> : <IconHeart size={14} aria-hidden />}
        <span>{text.gallery.favourites}</span>
      </button>
    </span>
  );
}
