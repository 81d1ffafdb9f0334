import { Button, Group } from '@mantine/core';
import { IconFilterOff, IconLayoutList } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useServers } from '../../api/queries/servers';
import { EmptyState } from '../../components/empty-state';
import { text } from '../../text';

const said = text.queuePage;

export function EmptyQueue() {
  const { data: servers } = useServers();
  const hasServers = !!servers?.length;
  return (
    <EmptyState icon={IconLayoutList} title={said.empty.title} hint={said.empty.hint}>
      <Group>
        {!hasServers && (
          <Button component={Link} to="/servers">
            {said.empty.addServer}
          </Button>
        )}
        <Button component={Link} to="/generate" variant={hasServers ? 'filled' : 'default'}>
          {said.empty.generate}
        </Button>
      </Group>
    </EmptyState>
  );
}

export function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={IconFilterOff} title={said.noMatch.title} hint={said.noMatch.hint}>
      <Button variant="default" onClick={onClear}>
        {said.noMatch.clear}
      </Button>
    </EmptyState>
  );
}
