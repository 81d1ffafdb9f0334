import { ActionIcon, Menu, Text } from '@mantine/core';
import {
  IconDotsVertical,
  IconPencil,
  IconPlayerPlay,
  IconPower,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import {
  useRemoveWebhook,
  useRotateWebhook,
  useSwitchWebhook,
  type Webhook,
  type WebhookSwitch,
} from '../../api/queries/webhooks';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { toast } from '../../components/toast';
import { text } from '../../text';
import { WebhookDialog } from './webhook-dialog';
import { WebhookSecret } from './webhook-secret';

type Dialog = 'edit' | 'rotate' | 'remove';

export function WebhookMenu({ webhook }: { webhook: Webhook }) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const turn = useTurn(webhook);
  const words = text.webhooksPage.actions;
  const close = (): void => setDialog(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={text.forms.actionsOf(webhook.name)}>
            <IconDotsVertical size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {webhook.paused && (
            <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => turn('resume')}>
              {words.resume}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog('edit')}>
            {words.edit}
          </Menu.Item>
          <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => setDialog('rotate')}>
            {words.rotate}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPower size={16} />}
            onClick={() => turn(webhook.enabled ? 'disable' : 'enable')}
          >
            {webhook.enabled ? words.disable : words.enable}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => setDialog('remove')}>
            {words.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'edit' && <WebhookDialog saved={webhook} onClose={close} />}
      {dialog === 'rotate' && <RotateSecret webhook={webhook} onClose={close} />}
      {dialog === 'remove' && <RemoveWebhook webhook={webhook} onClose={close} />}
    </>
  );
}

/** Switching can be undone, so nobody is asked before. */
function useTurn({ id, name }: Webhook): (to: WebhookSwitch) => void {
  const change = useSwitchWebhook();
  const { done } = text.webhooksPage;
  return (to) =>
    change.mutate(
      { id, to },
      {
        onSuccess: () => {
          if (to === 'resume') return toast.done(done.resumed(name));
          const back = to === 'enable' ? 'disable' : 'enable';
          const said = to === 'enable' ? done.enabled(name) : done.disabled(name);
          toast.undo(said, () => change.mutate({ id, to: back }));
        },
      },
    );
}

function RotateSecret({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const rotate = useRotateWebhook();
  const words = text.webhooksPage.rotate;
  if (rotate.data) return <WebhookSecret name={webhook.name} secret={rotate.data.secret} onClose={onClose} />;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={words.title(webhook.name)}
      confirmLabel={words.confirm}
      pending={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate(webhook.id)}
    >
      <Text size="sm">{words.hint}</Text>
    </ConfirmDialog>
  );
}

function RemoveWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const remove = useRemoveWebhook();
  const words = text.webhooksPage.remove;
  const confirm = (): void =>
    remove.mutate(webhook.id, {
      onSuccess: () => {
        toast.done(text.webhooksPage.done.deleted(webhook.name));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={words.title(webhook.name)}
      confirmLabel={words.confirm}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
    >
      <Text size="sm">{words.hint}</Text>
    </ConfirmDialog>
  );
}
