import { Skeleton, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFacets, type Facets } from '../../../api/queries/gallery/images';
import { Loading } from '../../../components/loading';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { toFilterQuery } from '../search/gallery-search';
import classes from './head.module.css';

type ListFacet = 'models' | 'loras' | 'samplers' | 'sizes' | 'servers' | 'sources' | 'tags';

interface Props {
  facet: ListFacet;
  chosen: string | undefined;
  onChoose: (value: string) => void;
}

const MANY = 8;

/** The values that occur, most frequent first. */
export function FacetOptions({ facet, chosen, onChoose }: Props) {
  const { search } = useGallery();
  const facets = useFacets(toFilterQuery(search));
  const [part, setPart] = useState('');
  const found = (data: Facets) =>
    data[facet].filter(({ value }) => value.toLowerCase().includes(part.trim().toLowerCase()));
  return (
    <Loading of={facets} skeleton={<Skeleton h={120} />}>
      {(data) => (
        <>
          {data[facet].length > MANY && (
            <TextInput
              size="sm"
              mb="xs"
              data-autofocus
              aria-label={text.actions.search}
              placeholder={text.actions.search}
              value={part}
              onChange={(event) => setPart(event.currentTarget.value)}
            />
          )}
          {!data[facet].length && (
            <Text size="sm" c="dimmed" p="xs">
              {text.gallery.noValues}
            </Text>
          )}
          <ul className={classes.options}>
            {found(data).map(({ value, count }) => (
              <li key={value}>
                <button type="button" aria-pressed={value === chosen} onClick={() => onChoose(value)}>
                  {value} <small>{count.toLocaleString('en')}</small>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Loading>
  );
}
