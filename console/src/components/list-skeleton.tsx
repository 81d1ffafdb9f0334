import { Skeleton, Stack } from '@mantine/core';

/** Of a list whose rows have this height. */
export function ListSkeleton({ rows, height }: { rows: number; height: number }) {
  return (
    <Stack gap="xs">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} h={height} />
      ))}
    </Stack>
  );
}
