import { Button, Group } from '@mantine/core';
import { IconPlus, IconServerOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, take } from '../../api/client';
import { keys } from '../../api/keys';
import { queryClient } from '../../api/query-client';
import { EmptyState } from '../../components/empty-state';
import { toast } from '../../components/toast';
import { text } from '../../text';

/** The very first page: nothing can be made without a server. */
export function NoServer() {
  const demo = useMutation({
    mutationFn: () => take(api.POST('/api/v1/demo')),
    onSuccess: ({ note }) => {
      toast.done(note);
      return queryClient.invalidateQueries({ queryKey: keys.servers });
    },
  });
  return (
    <EmptyState
      alone
      icon={IconServerOff}
      title={text.generate.noServerTitle}
      hint={text.generate.noServerHint}
    >
      <Group justify="center" gap="sm" mt="xs">
        <Button component={Link} to="/servers" leftSection={<IconPlus size={16} aria-hidden />}>
          {text.generate.addServer}
        </Button>
        <Button variant="default" loading={demo.isPending} onClick={() => demo.mutate()}>
          {text.generate.tryDemo}
        </Button>
      </Group>
    </EmptyState>
  );
}
