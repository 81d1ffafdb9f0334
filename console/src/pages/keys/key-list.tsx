import { IconKey } from '@tabler/icons-react';
import { useApiKeys } from '../../api/queries/api-keys';
import { EmptyState } from '../../components/empty-state';
import { ListSkeleton } from '../../components/list-skeleton';
import { Loading } from '../../components/loading';
import { text } from '../../text';
import { KeyRow } from './key-row';
import classes from './keys.module.css';

export function KeyList({ onOpen }: { onOpen: (id: number) => void }) {
  const apiKeys = useApiKeys();
  const words = text.keysPage;
  return (
    <Loading of={apiKeys} skeleton={<ListSkeleton rows={4} height={72} />}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState icon={IconKey} title={words.empty.title} hint={words.empty.hint} />
        ) : (
          <ul className={classes.list} aria-label={words.list}>
            {all.map((apiKey) => (
              <li key={apiKey.id}>
                <KeyRow apiKey={apiKey} onOpen={() => onOpen(apiKey.id)} />
              </li>
            ))}
          </ul>
        )
      }
    </Loading>
  );
}
