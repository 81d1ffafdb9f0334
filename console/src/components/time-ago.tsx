import { Tooltip } from '@mantine/core';
import { sayExact, sayRelative } from '../lib/times';
import { useNow } from '../lib/use-now';

/** A time relative to now; the exact one on hover and for screen readers. */
export function TimeAgo({ iso }: { iso: string }) {
  const now = useNow();
  return (
    <Tooltip label={sayExact(iso)} openDelay={400} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={iso} style={{ whiteSpace: 'nowrap' }}>
        {sayRelative(iso, now)}
      </time>
    </Tooltip>
  );
}
