import { Button, Code, Spoiler } from '@mantine/core';
import { IconMapOff, IconMoodSad } from '@tabler/icons-react';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state';
import { useEndOfEarlyShell } from '../lib/early-shell';
import { messageOf } from '../api/problem';
import { text } from '../text';

/** An address that leads nowhere, with the way back. */
export function GonePage() {
  return (
    <EmptyState alone icon={IconMapOff} title={text.problem.goneTitle} hint={text.problem.goneHint}>
      <Button component={Link} to="/" variant="default" mt="xs">
        {text.problem.home}
      </Button>
    </EmptyState>
  );
}

/** A mistake of ours in one page; the frame around it stays. */
export function StumbledPage({ error }: ErrorComponentProps) {
  useEndOfEarlyShell(true);
  return (
    <EmptyState alone icon={IconMoodSad} title={text.problem.pageTitle} hint={text.problem.pageHint}>
      <Button onClick={() => window.location.reload()}>{text.problem.reload}</Button>
      <Spoiler maxHeight={0} showLabel={text.problem.details} hideLabel={text.actions.less}>
        <Code block tabIndex={0}>
          {error instanceof Error ? error.stack : messageOf(error)}
        </Code>
      </Spoiler>
    </EmptyState>
  );
}
