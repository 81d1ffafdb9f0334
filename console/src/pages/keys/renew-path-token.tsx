import { Text } from '@mantine/core';
import { useMakePathToken, type ApiKey } from '../../api/queries/api-keys';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { text } from '../../text';
import { PathTokenDialog } from './path-token-dialog';

/** The old address stops working, which cannot be undone. */
export function RenewPathToken({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const make = useMakePathToken();
  const words = text.keysPage.renewPath;
  if (make.data)
    return <PathTokenDialog name={apiKey.name} path={make.data.sdapi_url_path} onClose={onClose} />;
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={words.title(apiKey.name)}
      confirmLabel={words.confirm}
      pending={make.isPending}
      error={null}
      onConfirm={() => make.mutate(apiKey.id)}
    >
      <Text size="sm">{words.hint}</Text>
    </ConfirmDialog>
  );
}
