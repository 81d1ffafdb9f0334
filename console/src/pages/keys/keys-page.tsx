import { Button, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Page } from '../../components/page';
import { text } from '../../text';
import { AccessLog } from './access-log';
import { ConsoleAccess } from './console-access';
import { KeyDialog } from './key-dialog';
import { KeyList } from './key-list';
import { KeySheet } from './key-sheet';
import { TABS, useKeysAddress, type Tab } from './use-keys-address';

/** Who may use this StableQueue: programs with keys, people with the console. */
export function KeysPage() {
  const [address, go] = useKeysAddress();
  const [creating, setCreating] = useState(false);
  const words = text.keysPage;
  return (
    <Page
      title={text.nav.keys}
      actions={
        address.tab === 'keys' && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            {words.create}
          </Button>
        )
      }
    >
      <Tabs value={address.tab} onChange={(tab) => go({ tab: tab as Tab })} keepMounted={false}>
        <Tabs.List mb="md">
          {TABS.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {words.tabs[tab]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="keys">
          <KeyList onOpen={(keyId) => go({ keyId })} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <AccessLog keyId={null} />
        </Tabs.Panel>
        <Tabs.Panel value="console">
          <ConsoleAccess />
        </Tabs.Panel>
      </Tabs>
      <KeySheet keyId={address.keyId} onClose={() => go({})} />
      {creating && <KeyDialog saved={null} onClose={() => setCreating(false)} />}
    </Page>
  );
}
