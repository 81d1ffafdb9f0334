import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMay } from '../../api/queries/session';
import { useServers } from '../../api/queries/servers';
import { Loading } from '../../components/loading';
import { Page } from '../../components/page';
import { text } from '../../text';
import { DemoStrip } from './demo-strip';
import { InventorySheet } from './inventory-sheet';
import { NoServers } from './no-servers';
import { ServerDialog } from './server-dialog';
import { ServerGrid } from './server-grid';
import { useServersAddress } from './use-servers-address';
import classes from './servers.module.css';

/** Every server on one card: what it does, how it is, what can be done with it. */
export function ServersPage() {
  const servers = useServers();
  const mayChange = useMay('manage_servers');
  const [address, go] = useServersAddress();
  const isEmpty = servers.data?.length === 0;
  return (
    <Page
      wide
      title={text.nav.servers}
      actions={
        mayChange &&
        !isEmpty && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => go({ add: true })}>
            {text.serversPage.add}
          </Button>
        )
      }
    >
      <Loading of={servers} skeleton={<GridSkeleton />}>
        {(all) =>
          all.length === 0 ? (
            <NoServers onAdd={() => go({ add: true })} mayAdd={mayChange} />
          ) : (
            <>
              <DemoStrip />
              <ServerGrid servers={all} onInventory={(inventory) => go({ inventory })} />
            </>
          )
        }
      </Loading>
      <ServerDialog opened={address.add && mayChange} onClose={() => go({})} server={null} />
      <InventorySheet alias={address.inventory} onClose={() => go({})} />
    </Page>
  );
}

function GridSkeleton() {
  return (
    <div className={classes.grid}>
      {[0, 1, 2].map((card) => (
        <Skeleton key={card} h={320} radius="md" />
      ))}
    </div>
  );
}
