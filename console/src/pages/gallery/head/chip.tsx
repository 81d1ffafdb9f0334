import { Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { text } from '../../../text';
import classes from './head.module.css';

interface Props {
  label: string;
  /** What it is set to; null while it is not. */
  value: string | null;
  onClear: () => void;
  /** What opens below it, with the way to close it. */
  children?: (close: () => void) => ReactNode;
}

/** A filter: its name, or what it is set to and the way to take it away. */
export function Chip({ label, value, onClear, children }: Props) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const name = (
    <button type="button" onClick={children && toggle}>
      <span>{value ?? label}</span>
      {value === null && <IconChevronDown size={14} aria-hidden />}
    </button>
  );
  return (
    <span className={classes.chip} data-on={value !== null || undefined}>
      {children ? (
        <Popover
          opened={opened}
          onDismiss={close}
          position="bottom-start"
          shadow="md"
          trapFocus
          returnFocus
          withinPortal
        >
          <Popover.Target>{name}</Popover.Target>
          <Popover.Dropdown p="xs" miw={220} maw="90vw">
            {opened && children(close)}
          </Popover.Dropdown>
        </Popover>
      ) : (
        name
      )}
      {value !== null && (
        <button type="button" aria-label={text.gallery.clearFilter(label)} onClick={onClear}>
          <IconX size={14} aria-hidden />
        </button>
      )}
    </span>
  );
}
