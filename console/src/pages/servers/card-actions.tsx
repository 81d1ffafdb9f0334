import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconDotsVertical, IconPencil, IconPower, IconTrash } from '@tabler/icons-react';
import { useSwitchServer, type ServerSwitch } from '../../api/queries/server-changes';
import type { Server } from '../../api/queries/servers';
import { useMay } from '../../api/queries/session';
import { toast } from '../../components/toast';
import { text } from '../../text';
import classes from './servers.module.css';

interface Props {
  server: Server;
  isTesting: boolean;
  onTest: () => void;
  onInventory: () => void;
  onEdit: () => void;
  onRemove: () => void;
}

const OPPOSITE: Record<ServerSwitch, ServerSwitch> = {
  drain: 'resume',
  resume: 'drain',
  enable: 'disable',
  disable: 'enable',
};

export function CardActions({ server, isTesting, onTest, onInventory, onEdit, onRemove }: Props) {
  const words = text.serversPage.actions;
  const mayChange = useMay('manage_servers');
  const turn = useTurn(server.alias);
  return (
    <Group gap="xs" className={classes.actions}>
      <Button size="xs" variant="default" onClick={onInventory}>
        {words.inventory}
      </Button>
      {mayChange && (
        <>
          <Button
            size="xs"
            variant="default"
            aria-label={words.test}
            onClick={onTest}
            data-disabled={isTesting || undefined}
          >
            {words.testShort}
          </Button>
          {server.enabled && (
            <Button
              size="xs"
              variant="default"
              title={server.draining ? undefined : words.drainHint}
              onClick={() => turn(server.draining ? 'resume' : 'drain')}
            >
              {server.draining ? words.resume : words.drain}
            </Button>
          )}
          {!server.enabled && (
            <Button size="xs" variant="default" onClick={() => turn('enable')}>
              {words.enable}
            </Button>
          )}
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                ml="auto"
                aria-label={text.forms.actionsOf(server.alias)}
              >
                <IconDotsVertical size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
                {words.edit}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconPower size={16} />}
                onClick={() => turn(server.enabled ? 'disable' : 'enable')}
              >
                {server.enabled ? words.disable : words.enable}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={16} />} onClick={onRemove}>
                {words.delete}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </Group>
  );
}

/** At once, with a way back instead of a question before. */
function useTurn(alias: string): (to: ServerSwitch) => void {
  const change = useSwitchServer();
  const said = {
    drain: text.serversPage.done.drained,
    resume: text.serversPage.done.resumed,
    enable: text.serversPage.done.enabled,
    disable: text.serversPage.done.disabled,
  };
  return (to) =>
    change.mutate(
      { alias, to },
      { onSuccess: () => toast.undo(said[to](alias), () => change.mutate({ alias, to: OPPOSITE[to] })) },
    );
}
