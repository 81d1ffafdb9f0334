import { ActionIcon, Menu } from '@mantine/core';
import {
  IconBan,
  IconCheck,
  IconDotsVertical,
  IconEye,
  IconLink,
  IconLinkOff,
  IconPencil,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useActivateKey, useDropPathToken, useMakePathToken, type ApiKey } from '../../api/queries/api-keys';
import { toast } from '../../components/toast';
import { text } from '../../text';
import { KeyDialog } from './key-dialog';
import { PathTokenDialog } from './path-token-dialog';
import { RemoveKey } from './remove-key';
import { RenewPathToken } from './renew-path-token';
import { RotateKey } from './rotate-key';

type Dialog = 'edit' | 'rotate' | 'renew' | 'remove';

/** Everything that can be done with a key. */
export function KeyMenu({ apiKey, onOpen }: { apiKey: ApiKey; onOpen?: () => void }) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const makePath = useMakePathToken();
  const dropPath = useDropPathToken();
  // Here and not in the menu, which is gone before the server has answered.
  const turn = useTurn(apiKey);
  const words = text.keysPage.actions;
  const dropIt = (): void =>
    dropPath.mutate(apiKey.id, {
      onSuccess: () => toast.done(text.keysPage.done.pathDropped(apiKey.name)),
    });
  const close = (): void => setDialog(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={text.forms.actionsOf(apiKey.name)}>
            <IconDotsVertical size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown maw={320}>
          {onOpen && (
            <Menu.Item leftSection={<IconEye size={16} />} onClick={onOpen}>
              {words.open}
            </Menu.Item>
          )}
          {apiKey.source === 'environment' ? (
            <Menu.Label>{text.keysPage.fromEnvironmentHint}</Menu.Label>
          ) : (
            <Changes
              apiKey={apiKey}
              onDialog={setDialog}
              onMakePath={() => makePath.mutate(apiKey.id)}
              onDropPath={dropIt}
              onTurn={turn}
            />
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'edit' && <KeyDialog saved={apiKey} onClose={close} />}
      {dialog === 'rotate' && <RotateKey apiKey={apiKey} onClose={close} />}
      {dialog === 'renew' && <RenewPathToken apiKey={apiKey} onClose={close} />}
      {dialog === 'remove' && <RemoveKey apiKey={apiKey} onClose={close} />}
      {makePath.data && (
        <PathTokenDialog name={apiKey.name} path={makePath.data.sdapi_url_path} onClose={makePath.reset} />
      )}
    </>
  );
}

interface ChangesProps {
  apiKey: ApiKey;
  onDialog: (dialog: Dialog) => void;
  onMakePath: () => void;
  onDropPath: () => void;
  onTurn: () => void;
}

function Changes({ apiKey, onDialog, onMakePath, onDropPath, onTurn }: ChangesProps) {
  const words = text.keysPage.actions;
  return (
    <>
      <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onDialog('edit')}>
        {words.edit}
      </Menu.Item>
      <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => onDialog('rotate')}>
        {words.rotate}
      </Menu.Item>
      {apiKey.path_token === null ? (
        <Menu.Item leftSection={<IconLink size={16} />} onClick={onMakePath}>
          {words.makePath}
        </Menu.Item>
      ) : (
        <>
          <Menu.Item leftSection={<IconLink size={16} />} onClick={() => onDialog('renew')}>
            {words.renewPath}
          </Menu.Item>
          <Menu.Item leftSection={<IconLinkOff size={16} />} onClick={onDropPath}>
            {words.dropPath}
          </Menu.Item>
        </>
      )}
      <Menu.Divider />
      <Menu.Item
        leftSection={apiKey.is_active ? <IconBan size={16} /> : <IconCheck size={16} />}
        onClick={onTurn}
      >
        {apiKey.is_active ? words.revoke : words.activate}
      </Menu.Item>
      <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => onDialog('remove')}>
        {words.delete}
      </Menu.Item>
    </>
  );
}

/** Revoking can be undone, so nobody is asked before. */
function useTurn({ id, name, is_active: active }: ApiKey): () => void {
  const change = useActivateKey();
  const said = active ? text.keysPage.done.revoked : text.keysPage.done.activated;
  return () =>
    change.mutate(
      { id, active: !active },
      { onSuccess: () => toast.undo(said(name), () => change.mutate({ id, active })) },
    );
}
