import { Button, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAccessLog, type AccessEntry } from '../../api/queries/api-keys';
import { Loading } from '../../components/loading';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import classes from './keys.module.css';

type Outcome = 'all' | 'refused';

/** Requests, the newest first: of one key, or of everybody (`keyId` null). */
export function AccessLog({ keyId }: { keyId: number | null }) {
  const [outcome, setOutcome] = useState<Outcome>('all');
  const log = useAccessLog(keyId, outcome);
  const words = text.keysPage.log;
  return (
    <Stack gap="sm" align="stretch">
      <div>
        <SegmentedControl
          aria-label={words.outcome}
          data={[
            { value: 'all', label: words.all },
            { value: 'refused', label: words.refused },
          ]}
          value={outcome}
          onChange={setOutcome}
        />
      </div>
      <Loading of={log} skeleton={<Skeleton h={240} />}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          if (!entries.length)
            return (
              <Text size="sm" c="dimmed">
                {outcome === 'all' ? words.empty : words.emptyRefused}
              </Text>
            );
          return (
            <ol className={classes.log} aria-label={words.title}>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} withName={keyId === null} />
              ))}
            </ol>
          );
        }}
      </Loading>
      {log.hasNextPage && (
        <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {text.forms.showMore}
        </Button>
      )}
    </Stack>
  );
}

function Entry({ entry, withName }: { entry: AccessEntry; withName: boolean }) {
  return (
    <li className={classes.entry} data-refused={entry.status >= 400 || undefined}>
      <span className={classes.status}>{entry.status}</span>
      <span className={classes.request}>
        <b>{entry.method}</b> {entry.route}
        {entry.code !== null && <em> {entry.code}</em>}
      </span>
      <span className={classes.from}>
        {withName && <>{whoOf(entry)} · </>}
        {!withName && entry.who === 'nobody' && <>{text.keysPage.log.wrongSecret} · </>}
        {entry.via !== null && <>{entry.via} · </>}
        {entry.address} · <TimeAgo iso={entry.timestamp} />
      </span>
    </li>
  );
}

function whoOf({ who, key_id: id, key_name: name }: AccessEntry): string {
  const words = text.keysPage.log;
  if (who === 'console') return words.console;
  const key = name ?? (id === null ? null : `#${id}`);
  if (who === 'key') return key ?? '';
  return key === null ? words.nobody : `${words.nobody} (${key}, ${words.wrongSecret})`;
}
