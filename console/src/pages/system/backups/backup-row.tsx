import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useDeleteBackup, useMarkRestore, type Backup } from '../../../api/queries/system';
import { ConfirmDialog } from '../../../components/confirm-dialog';
import { DisabledReason } from '../../../components/disabled-reason';
import { StateMark } from '../../../components/state-mark';
import { TimeAgo } from '../../../components/time-ago';
import { sayBytes } from '../../../lib/sizes';
import { text } from '../../../text';
import classes from '../system.module.css';

const words = text.system.backups;

export function BackupRow({ backup, isMarked }: { backup: Backup; isMarked: boolean }) {
  const { name, reason, size_bytes, created_timestamp, problem } = backup;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          {words.reasons[reason]} · {sayBytes(size_bytes)} · <TimeAgo iso={created_timestamp} />
        </Text>
        {problem === null ? (
          <StateMark state="completed" label={words.checked} />
        ) : (
          <StateMark state="failed" label={`${words.damaged}: ${problem}`} />
        )}
      </div>
      <div className={classes.actions}>
        {!isMarked && <Restore name={name} problem={problem} />}
        <Tooltip label={text.actions.download}>
          <ActionIcon
            component="a"
            href={`/api/v1/system/backups/${encodeURIComponent(name)}`}
            download={name}
            variant="default"
            size={44}
            aria-label={words.download(name)}
          >
            <IconDownload size={18} />
          </ActionIcon>
        </Tooltip>
        <Delete name={name} />
      </div>
    </li>
  );
}

function Restore({ name, problem }: { name: string; problem: string | null }) {
  const [opened, dialog] = useDisclosure(false);
  const mark = useMarkRestore();
  return (
    <>
      <DisabledReason reason={problem}>
        <Button
          variant="default"
          h={44}
          data-disabled={problem !== null || undefined}
          aria-disabled={problem !== null}
          onClick={problem === null ? dialog.open : undefined}
          aria-label={words.restoreName(name)}
        >
          {words.restore}
        </Button>
      </DisabledReason>
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title={words.restoreTitle}
        confirmLabel={words.restoreConfirm}
        pending={mark.isPending}
        error={mark.error}
        onConfirm={() => mark.mutate(name, { onSuccess: dialog.close })}
      >
        <Text size="sm">{words.restoreBody(name)}</Text>
      </ConfirmDialog>
    </>
  );
}

function Delete({ name }: { name: string }) {
  const [opened, dialog] = useDisclosure(false);
  const remove = useDeleteBackup();
  return (
    <>
      <Tooltip label={text.actions.delete}>
        <ActionIcon variant="default" size={44} onClick={dialog.open} aria-label={words.deleteName(name)}>
          <IconTrash size={18} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title={words.deleteTitle}
        confirmLabel={text.actions.delete}
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(name, { onSuccess: dialog.close })}
      >
        <Text size="sm">{words.deleteBody(name)}</Text>
      </ConfirmDialog>
    </>
  );
}
