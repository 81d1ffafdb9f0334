import { Button, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Page } from '../../components/page';
import { text } from '../../text';
import { DeliveryLog } from './delivery-log';
import { DeliverySheet } from './delivery-sheet';
import { useWebhooksAddress } from './use-webhooks-address';
import { WebhookDialog } from './webhook-dialog';
import { WebhookList } from './webhook-list';

/** Whom this StableQueue tells what, and what became of every message. */
export function WebhooksPage() {
  const [address, go] = useWebhooksAddress();
  const [creating, setCreating] = useState(false);
  const words = text.webhooksPage;
  return (
    <Page
      title={text.nav.webhooks}
      actions={
        address.tab === 'webhooks' && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            {words.create}
          </Button>
        )
      }
    >
      <Tabs
        value={address.tab}
        onChange={(tab) => go({ tab: tab === 'log' ? 'log' : 'webhooks' })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="webhooks">{words.tabs.webhooks}</Tabs.Tab>
          <Tabs.Tab value="log">{words.tabs.log}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="webhooks">
          <WebhookList onLog={(webhook) => go({ tab: 'log', webhook, status: null, jobId: '' })} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <DeliveryLog address={address} onChange={go} />
        </Tabs.Panel>
      </Tabs>
      <DeliverySheet id={address.delivery} onClose={() => go({ delivery: null })} />
      {creating && <WebhookDialog saved={null} onClose={() => setCreating(false)} />}
    </Page>
  );
}
