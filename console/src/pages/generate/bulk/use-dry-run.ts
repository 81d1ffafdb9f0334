import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { tryBulk, tryList, type BulkBody } from '../../../api/queries/generate';

const AFTER_MS = 400;

/** What the server would make of it; queues nothing. */
export function useDryRun(body: BulkBody, file: File | null, isWhole: boolean) {
  const asked = JSON.stringify(body);
  const [settled] = useDebouncedValue(asked, AFTER_MS);
  return useQuery({
    queryKey: ['dry-run', settled, file?.name, file?.size, file?.lastModified],
    queryFn: ({ signal }) => {
      const request = JSON.parse(settled) as BulkBody;
      return file ? tryList({ file, request }, signal) : tryBulk(request, signal);
    },
    enabled: isWhole,
    staleTime: 5_000,
    retry: false,
    placeholderData: (before) => before,
  });
}
