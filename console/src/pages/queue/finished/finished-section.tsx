import { useCallback, type Ref } from 'react';
import { Problem } from '../../../components/problem';
import { text } from '../../../text';
import { BandSection } from '../band-section';
import { BlankRows, Nothing } from '../list-states';
import type { Selection } from '../selection/selection';
import type { BandHandle } from '../waiting/waiting-band';
import { ClearFinished } from './clear-finished';
import { FinishedBand } from './finished-band';
import type { Finished } from './use-finished';

interface Props {
  finished: Finished;
  /** Undefined where it is not known. */
  count: number | undefined;
  selection: Selection;
  active: string | null;
  phone: boolean;
  ref: Ref<BandHandle>;
}

export function FinishedSection({ finished, count, ...band }: Props) {
  const { rows, alone, within } = finished;
  const { fetchNextPage: readOlder, isFetchingNextPage } = alone;
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void readOlder();
  }, [readOlder, isFetchingNextPage]);
  return (
    <BandSection id="finished" count={count} actions={<ClearFinished />}>
      {alone.error && !alone.data && <Problem error={alone.error} onRetry={() => void alone.refetch()} />}
      {alone.isLoading && <BlankRows />}
      {alone.data && !rows.length && <Nothing>{text.queuePage.nothingEnded}</Nothing>}
      <FinishedBand
        {...band}
        rows={rows}
        hasMore={alone.hasNextPage}
        onMore={onMore}
        onMoreOfBulk={() => void within.fetchNextPage()}
      />
    </BandSection>
  );
}
