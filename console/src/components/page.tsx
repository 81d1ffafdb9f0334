import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface Props {
  title: string;
  /** Beside the title: the page's actions. */
  actions?: ReactNode;
  /** Uses all of the width instead of a readable measure. */
  wide?: boolean;
  children: ReactNode;
}

/** The frame of a page's content: its title (also the document's outline) and its actions. */
export function Page({ title, actions, wide, children }: Props) {
  return (
    <div className={classes.page} data-wide={wide || undefined}>
      <Group justify="space-between" mb="md" wrap="nowrap" className={classes.head}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {actions !== undefined && (
          <Group gap="xs" wrap="nowrap">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </div>
  );
}
