import { Button, Group, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeliveries, useReplay } from '../../api/queries/deliveries';
import { useWebhooks } from '../../api/queries/webhooks';
import { Loading } from '../../components/loading';
import { text } from '../../text';
import { DeliveryRow } from './delivery-row';
import { STATUSES, type WebhooksAddress } from './use-webhooks-address';
import classes from './webhooks.module.css';

interface Props {
  address: WebhooksAddress;
  onChange: (change: Partial<WebhooksAddress>) => void;
}

/** Every message with what became of it; any of them can be sent again. */
export function DeliveryLog({ address, onChange }: Props) {
  const { webhook, status, jobId } = address;
  const log = useDeliveries({ webhook, status, jobId });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const words = text.webhooksPage.log;
  const select = (id: string, wanted: boolean): void => {
    const next = new Set(selected);
    if (wanted) next.add(id);
    else next.delete(id);
    setSelected(next);
  };
  const isFiltered = webhook !== null || status !== null || jobId !== '';
  return (
    <Stack gap="sm" align="stretch">
      <Filters address={address} onChange={onChange} />
      <ReplayBar address={address} selected={selected} onDone={() => setSelected(new Set())} />
      <Loading of={log} skeleton={<Skeleton h={320} />}>
        {({ pages }) => {
          const deliveries = pages.flatMap((page) => page.deliveries);
          if (!deliveries.length)
            return (
              <Text size="sm" c="dimmed" py="lg">
                {isFiltered ? words.emptyFiltered : words.empty}
              </Text>
            );
          return (
            <ol className={classes.list} aria-label={words.list}>
              {deliveries.map((delivery) => (
                <li key={delivery.id}>
                  <DeliveryRow
                    delivery={delivery}
                    isSelected={selected.has(delivery.id)}
                    onSelect={(wanted) => select(delivery.id, wanted)}
                    onOpen={() => onChange({ delivery: delivery.id })}
                  />
                </li>
              ))}
            </ol>
          );
        }}
      </Loading>
      {log.hasNextPage && (
        <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {text.forms.showMore}
        </Button>
      )}
    </Stack>
  );
}

function Filters({ address, onChange }: Props) {
  const { data: webhooks = [] } = useWebhooks();
  const words = text.webhooksPage.log;
  return (
    <Group gap="sm" grow preventGrowOverflow={false}>
      <Select
        aria-label={words.webhook}
        placeholder={words.everyWebhook}
        clearable
        clearButtonProps={{ 'aria-label': text.actions.clear }}
        data={webhooks.map(({ id, name }) => ({ value: id, label: name }))}
        value={address.webhook}
        onChange={(webhook) => onChange({ webhook })}
      />
      <Select
        aria-label={words.status}
        placeholder={words.everyStatus}
        clearable
        clearButtonProps={{ 'aria-label': text.actions.clear }}
        data={STATUSES.map((status) => ({ value: status, label: words.statuses[status] }))}
        value={address.status}
        onChange={(status) => onChange({ status })}
      />
      <TextInput
        aria-label={words.job}
        placeholder={words.job}
        value={address.jobId}
        maxLength={64}
        onChange={(event) => onChange({ jobId: event.currentTarget.value.trim() })}
      />
    </Group>
  );
}

interface ReplayProps {
  address: WebhooksAddress;
  selected: ReadonlySet<string>;
  onDone: () => void;
}

/** Of what is selected; with nothing selected, of all that were given up. */
function ReplayBar({ address: { webhook, status }, selected, onDone }: ReplayProps) {
  const replay = useReplay();
  const words = text.webhooksPage.log;
  const isSelection = selected.size > 0;
  if (!isSelection && status !== 'failed') return null;
  const ofWebhook = webhook === null ? {} : { subscription_id: webhook };
  // The server takes one state a request; a selection may have several.
  const run = async (): Promise<void> => {
    if (!isSelection) return void (await replay.mutateAsync({ ...ofWebhook, status: 'failed' }));
    for (const id of selected) await replay.mutateAsync(id);
    onDone();
  };
  return (
    <Group gap="xs" className={classes.bar}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={14} />}
        loading={replay.isPending}
        onClick={() => void run().catch(() => undefined)}
      >
        {isSelection ? words.replaySelected(selected.size) : words.replayFailed}
      </Button>
      {isSelection && (
        <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
          {words.clear}
        </Button>
      )}
    </Group>
  );
}
