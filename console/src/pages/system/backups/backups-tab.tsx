import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDatabase, IconDatabaseExport } from '@tabler/icons-react';
import { useBackups, useMakeBackup, useUnmarkRestore } from '../../../api/queries/system';
import { EmptyState } from '../../../components/empty-state';
import { Loading } from '../../../components/loading';
import { text } from '../../../text';
import classes from '../system.module.css';
import { BackupRow } from './backup-row';

const words = text.system.backups;

export function BackupsTab() {
  const make = useMakeBackup();
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed" flex="1 1 260px">
          {words.hint}
        </Text>
        <Button
          leftSection={<IconDatabaseExport size={16} aria-hidden />}
          loading={make.isPending}
          onClick={() => make.mutate()}
        >
          {words.make}
        </Button>
      </Group>
      <Loading of={useBackups()}>
        {({ backups, restore_pending, last_restore }) => (
          <>
            {restore_pending !== null && <Pending name={restore_pending} />}
            {last_restore !== null && restore_pending === null && (
              <Text size="sm">
                {last_restore.error === null
                  ? words.restored(last_restore.name)
                  : words.notRestored(last_restore.name, last_restore.error)}
              </Text>
            )}
            {backups.length ? (
              <ul className={classes.rows} aria-label={words.list}>
                {backups.map((backup) => (
                  <BackupRow key={backup.name} backup={backup} isMarked={backup.name === restore_pending} />
                ))}
              </ul>
            ) : (
              <EmptyState icon={IconDatabase} title={words.none} hint={words.noneHint} />
            )}
          </>
        )}
      </Loading>
    </Stack>
  );
}

/** What the next start will do, and the way out of it. */
function Pending({ name }: { name: string }) {
  const unmark = useUnmarkRestore();
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertTriangle />}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{words.pending(name)}</Text>
        <Button variant="default" loading={unmark.isPending} onClick={() => unmark.mutate()}>
          {words.takeBack}
        </Button>
      </Group>
    </Alert>
  );
}
