import { Code, Stack } from '@mantine/core';
import { useHealth, useSystem, type System } from '../../../api/queries/system';
import { CopyButton } from '../../../components/copy-button';
import { Facts } from '../../../components/facts';
import { Loading } from '../../../components/loading';
import { Meter } from '../../../components/meter';
import { StateMark, WarningMark } from '../../../components/state-mark';
import { sayBytes } from '../../../lib/sizes';
import { sayDuration, sayExact } from '../../../lib/times';
import { text } from '../../../text';
import { Card } from '../card';
import classes from '../system.module.css';
import { UtilisationCard } from './utilisation-card';

const words = text.system;

export function OverviewTab() {
  return (
    <Loading of={useSystem()}>
      {(system) => (
        <Stack gap="md">
          <div className={classes.cards}>
            <ServerCard system={system} />
            <StorageCard system={system} />
          </div>
          <UtilisationCard />
        </Stack>
      )}
    </Loading>
  );
}

function ServerCard({ system }: { system: System }) {
  const { version, node, platform, cpu_count, uptime_seconds, started_timestamp, memory } = system;
  return (
    <Card title={text.app}>
      <Health />
      <Facts
        of={[
          [words.version, version],
          [words.uptime, words.since(sayDuration(uptime_seconds), sayExact(started_timestamp))],
          [words.platform, words.machine(platform, cpu_count, node)],
          [words.memory, words.memoryWords(sayBytes(memory.rss_bytes), sayBytes(memory.heap_bytes))],
          [words.listeners, system.event_listeners],
        ]}
      />
    </Card>
  );
}

/** In a word; the reason where no new job is started. */
function Health() {
  const { data: health } = useHealth();
  if (!health) return null;
  const { blocked } = health.queue;
  if (blocked) return <WarningMark label={words.blocked(blocked)} />;
  return health.ready ? (
    <StateMark state="completed" label={words.healthy} />
  ) : (
    <WarningMark label={words.unwell} />
  );
}

function StorageCard({ system }: { system: System }) {
  const { disk, database, data_dir, images_dir } = system;
  const used = disk.total_bytes - disk.free_bytes;
  return (
    <Card title={words.storage}>
      <Stack gap="sm">
        <Meter
          label={words.disk}
          used={used}
          total={disk.total_bytes}
          words={words.diskWords(sayBytes(used), sayBytes(disk.total_bytes))}
        />
        <Facts
          of={[
            [
              words.database,
              words.databaseWords(
                sayBytes(database.size_bytes),
                sayBytes(database.wal_bytes),
                sayBytes(database.free_bytes),
              ),
            ],
            [words.dataFolder, <Folder key="data" path={data_dir} />],
            [words.imagesFolder, <Folder key="images" path={images_dir} />],
          ]}
        />
      </Stack>
    </Card>
  );
}

function Folder({ path }: { path: string }) {
  return (
    <span className={classes.folder}>
      <Code>{path}</Code> <CopyButton value={path} />
    </span>
  );
}
