import { Button, Group, Text } from '@mantine/core';
import { IconPlus, IconServer } from '@tabler/icons-react';
import { useStartDemo } from '../../api/queries/demo';
import { useMay } from '../../api/queries/session';
import { EmptyState } from '../../components/empty-state';
import { text } from '../../text';

/** The first thing that a new installation needs, and a way to look around without it. */
export function NoServers({ onAdd, mayAdd }: { onAdd: () => void; mayAdd: boolean }) {
  const demo = useStartDemo();
  const mayTry = useMay('admin');
  const { empty, add } = text.serversPage;
  return (
    <EmptyState icon={IconServer} title={empty.title} hint={empty.hint}>
      <Group justify="center" gap="sm" mt="xs">
        {mayAdd && (
          <Button leftSection={<IconPlus size={16} />} onClick={onAdd}>
            {add}
          </Button>
        )}
        {mayTry && (
          <Button variant="default" loading={demo.isPending} onClick={() => demo.mutate()}>
            {empty.demo}
          </Button>
        )}
      </Group>
      {mayTry && (
        <Text size="xs" c="dimmed" ta="center" maw={440}>
          {empty.demoHint}
        </Text>
      )}
    </EmptyState>
  );
}
