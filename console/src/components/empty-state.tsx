import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Icon } from '@tabler/icons-react';
import classes from './empty-state.module.css';

interface Props {
  icon: Icon;
  title: string;
  /** What will be shown here, and how to get there. */
  hint: string;
  /** Nothing else is on the page, so this is its heading. */
  alone?: boolean;
  /** The action or two that lead there. */
  children?: ReactNode;
}

/** An empty page that teaches. */
export function EmptyState({ icon: StateIcon, title, hint, alone, children }: Props) {
  return (
    <Stack className={classes.box} align="center" gap="sm">
      <StateIcon size={40} stroke={1.2} aria-hidden />
      <Title order={alone ? 1 : 2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" size="sm" className={classes.hint}>
        {hint}
      </Text>
      {children}
    </Stack>
  );
}
