import { Alert, Button, Checkbox, Group, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { messageOf } from '../../../api/problem';
import { useCleanup, useSavePolicy, type GalleryStorage } from '../../../api/queries/gallery/storage';
import { TimeAgo } from '../../../components/time-ago';
import { toast } from '../../../components/toast';
import { sayBytes } from '../../../lib/sizes';
import { text } from '../../../text';
import { AskFirst } from '../ask-first';
import { toFields, toPolicy, type PolicyFields } from './policy-fields';

const words = text.gallery.storage;
const LIMITS = [
  ['maxAgeDays', words.maxAge, words.days],
  ['maxImages', words.maxImages, ''],
  ['maxGigabytes', words.maxBytes, ' GB'],
] as const;

/** What is removed by itself. What it would remove now is counted before anything is. */
export function PolicyForm({ storage }: { storage: GalleryStorage }) {
  const [fields, setFields] = useState(() => toFields(storage.policy));
  const save = useSavePolicy();
  const trial = useCleanup();
  const run = useCleanup();
  const [asking, setAsking] = useState(false);
  const change = (changed: Partial<PolicyFields>): void => setFields({ ...fields, ...changed });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { policy: before } = storage;
    save.mutate(toPolicy(fields), {
      onSuccess: () => {
        // It is only counted now; the hourly run applies it, unless this is undone before.
        trial.mutate(true);
        toast.undo(words.saved, () => {
          setFields(toFields(before));
          trial.reset();
          return save.mutateAsync(before);
        });
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={720}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          {LIMITS.map(([name, label, suffix]) => (
            <NumberInput
              key={name}
              label={label}
              placeholder={words.noLimit}
              value={fields[name]}
              min={0}
              suffix={suffix}
              thousandSeparator=","
              onChange={(value) => change({ [name]: value })}
            />
          ))}
          <NumberInput
            label={words.trashDays}
            value={fields.trashDays}
            min={1}
            suffix={words.days}
            onChange={(value) => change({ trashDays: value })}
          />
        </SimpleGrid>
        <Group>
          <Checkbox
            label={words.keepFavourites}
            checked={fields.keepFavourites}
            onChange={(event) => change({ keepFavourites: event.currentTarget.checked })}
          />
          <Checkbox
            label={words.keepRated}
            checked={fields.keepRated}
            onChange={(event) => change({ keepRated: event.currentTarget.checked })}
          />
        </Group>
        {save.error && (
          <Alert color="red" icon={<IconAlertTriangle />}>
            {messageOf(save.error)}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={save.isPending || trial.isPending}>
            {words.saveAndCount}
          </Button>
          {trial.data && (
            <Text size="sm" role="status">
              {trial.data.images + trial.data.deleted_images
                ? words.wouldRemove(trial.data.images, sayBytes(trial.data.bytes), trial.data.deleted_images)
                : words.nothingToRemove}
            </Text>
          )}
          {trial.data !== undefined && trial.data.images + trial.data.deleted_images > 0 && (
            <Button variant="default" loading={run.isPending} onClick={() => setAsking(true)}>
              {words.removeNow}
            </Button>
          )}
        </Group>
        {storage.last_cleanup && (
          <Text size="sm" c="dimmed">
            {words.last(storage.last_cleanup.removed, sayBytes(storage.last_cleanup.bytes))}{' '}
            <TimeAgo iso={storage.last_cleanup.timestamp} />
          </Text>
        )}
      </Stack>
      <AskFirst
        opened={asking}
        onClose={() => setAsking(false)}
        title={words.removeNow}
        message={words.removeAsk(trial.data?.images ?? 0)}
        action={words.removeNow}
        onConfirm={() =>
          run.mutate(false, {
            onSuccess: ({ images, bytes }) => {
              trial.reset();
              toast.done(words.removed(images, sayBytes(bytes)));
            },
          })
        }
      />
    </form>
  );
}
