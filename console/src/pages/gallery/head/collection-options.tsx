import { Text } from '@mantine/core';
import { useCollections } from '../../../api/queries/gallery/collections';
import { Loading } from '../../../components/loading';
import { text } from '../../../text';
import classes from './head.module.css';

interface Props {
  chosen: number | undefined;
  onChoose: (id: number) => void;
}

export function CollectionOptions({ chosen, onChoose }: Props) {
  return (
    <Loading of={useCollections()}>
      {(collections) =>
        collections.length ? (
          <ul className={classes.options}>
            {collections.map(({ id, name, count }) => (
              <li key={id}>
                <button type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
                  {name} <small>{count.toLocaleString('en')}</small>
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <Text size="sm" c="dimmed" p="xs" maw={260}>
            {text.gallery.noCollectionsYet}
          </Text>
        )
      }
    </Loading>
  );
}
