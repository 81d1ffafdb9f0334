import { Popover, Tooltip } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';

/**
 * Around a button that cannot be used now: says why on hover, and on a tap where nothing hovers. The button inside has
 * to use `data-disabled`, not `disabled`, so that it can be reached at all.
 */
export function DisabledReason({ reason, children }: { reason: string | null; children: ReactNode }) {
  const hovers = useMediaQuery('(hover: hover)', true);
  const [open, { toggle, close }] = useDisclosure(false);
  if (reason === null) return children;
  if (hovers)
    return (
      <Tooltip label={reason} multiline maw={280}>
        <span>{children}</span>
      </Tooltip>
    );
  return (
    <Popover withRoles={false} opened={open} onDismiss={close} width={260} shadow="md">
      <Popover.Target>
        <span onClickCapture={toggle}>{children}</span>
      </Popover.Target>
      <Popover.Dropdown>{reason}</Popover.Dropdown>
    </Popover>
  );
}
