import { Stack, Text } from '@mantine/core';
import { useRemoveServer } from '../../api/queries/server-changes';
import type { Server } from '../../api/queries/servers';
import { useUtilisation } from '../../api/queries/utilisation';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { toast } from '../../components/toast';
import { text } from '../../text';

interface Props {
  opened: boolean;
  onClose: () => void;
  server: Server;
}

/** Says first what becomes of its jobs. */
export function RemoveServer({ opened, onClose, server }: Props) {
  const remove = useRemoveServer();
  const { data: utilisation } = useUtilisation();
  const words = text.serversPage.remove;
  const { alias, running_jobs: running } = server;
  const waiting = utilisation?.servers.find((one) => one.server_alias === alias)?.waiting ?? 0;
  const confirm = (): void =>
    remove.mutate(alias, {
      onSuccess: () => {
        toast.done(text.serversPage.done.deleted(alias));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={words.title(alias)}
      confirmLabel={words.confirm}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
    >
      <Stack gap="xs">
        {running > 0 && <Text size="sm">{words.running(running)}</Text>}
        {waiting > 0 && <Text size="sm">{words.waiting(waiting)}</Text>}
        {running === 0 && waiting === 0 && <Text size="sm">{words.nothing}</Text>}
        <Text size="sm">{words.images}</Text>
      </Stack>
    </ConfirmDialog>
  );
}
