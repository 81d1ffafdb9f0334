import { Button, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useGalleryStorage, type GalleryStorage } from '../../../api/queries/gallery/storage';
import { Loading } from '../../../components/loading';
import { sayBytes } from '../../../lib/sizes';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { PolicyForm } from './policy-form';
import { UsageBar } from './usage-bar';
import classes from './storage.module.css';

/** What the gallery takes on the disk, and what is removed by itself. */
export function StoragePage() {
  return (
    <div className={classes.page}>
      <Loading of={useGalleryStorage()} skeleton={<Skeleton h={420} />}>
        {(storage) => <Storage storage={storage} />}
      </Loading>
    </div>
  );
}

function Storage({ storage }: { storage: GalleryStorage }) {
  const { show } = useGallery();
  const words = text.gallery.storage;
  return (
    <Stack gap="xl">
      <DiskUse storage={storage} />
      <section>
        <Title order={2} size="h5" mb="sm">
          {words.byMonth}
        </Title>
        <Bars rows={storage.by_month.map(({ month, ...use }) => ({ name: sayMonth(month), ...use }))} />
      </section>
      <section>
        <Title order={2} size="h5" mb="sm">
          {words.byServer}
        </Title>
        <Bars
          rows={storage.by_server.map(({ server_alias, ...use }) => ({
            name: server_alias ?? words.noServer,
            ...use,
          }))}
        />
      </section>
      <section>
        <Title order={2} size="h5" mb={4}>
          {words.policy}
        </Title>
        <Text size="sm" c="dimmed" mb="sm" maw={620}>
          {words.policyHint}
        </Text>
        <PolicyForm storage={storage} />
      </section>
      <Button variant="default" w="fit-content" onClick={() => show({ sort: 'newest', view: 'trash' })}>
        {words.openTrash}
      </Button>
    </Stack>
  );
}

function DiskUse({ storage }: { storage: GalleryStorage }) {
  const words = text.gallery.storage;
  const { disk, images, bytes, trash, previews, favourites } = storage;
  const facts: [string, string][] = [
    [words.images, `${text.counts.images(images)} · ${sayBytes(bytes)}`],
    [words.favourites, `${text.counts.images(favourites.images)} · ${sayBytes(favourites.bytes)}`],
    [words.trash, `${text.counts.images(trash.images)} · ${sayBytes(trash.bytes)}`],
    [words.previews, `${words.files(previews.files)} · ${sayBytes(previews.bytes)}`],
  ];
  // Some file systems do not say how large they are.
  if (disk) facts.push([words.disk, words.freeOf(sayBytes(disk.free_bytes), sayBytes(disk.total_bytes))]);
  const ours = bytes + trash.bytes + previews.bytes;
  return (
    <section>
      <UsageBar
        label={words.disk}
        total={disk?.total_bytes ?? ours}
        parts={[
          { name: words.images, bytes },
          { name: words.trash, bytes: trash.bytes },
          { name: words.previews, bytes: previews.bytes },
          ...(disk
            ? [{ name: words.others, bytes: Math.max(0, disk.total_bytes - disk.free_bytes - ours) }]
            : []),
        ]}
      />
      <Table mt="md" maw={720} className={classes.facts}>
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th fw={400} c="dimmed">
                {name}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function Bars({ rows }: { rows: { name: string; images: number; bytes: number }[] }) {
  const most = Math.max(1, ...rows.map(({ bytes }) => bytes));
  if (!rows.length) return <Text c="dimmed">{text.gallery.storage.nothing}</Text>;
  return (
    <ul className={classes.bars}>
      {rows.map(({ name, images, bytes }) => (
        <li key={name}>
          <span>{name}</span>
          <span className={classes.track}>
            <span className={classes.bar} style={{ width: `${(bytes / most) * 100}%` }} />
          </span>
          <span className={classes.number}>
            {sayBytes(bytes)} · {images.toLocaleString('en')}
          </span>
        </li>
      ))}
    </ul>
  );
}

const sayMonth = (month: string): string => {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return new Date(year, number - 1, 1).toLocaleDateString(undefined, { month: 'short', year: 'numeric' });
};
