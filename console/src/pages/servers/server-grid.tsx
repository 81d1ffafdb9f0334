import { useState } from 'react';
import { useDemo } from '../../api/queries/demo';
import { useRunningJobs } from '../../api/queries/queue';
import type { Server } from '../../api/queries/servers';
import { useUtilisation } from '../../api/queries/utilisation';
import { RemoveServer } from './remove-server';
import { ServerCard } from './server-card';
import { ServerDialog } from './server-dialog';
import classes from './servers.module.css';

interface Props {
  servers: Server[];
  onInventory: (alias: string) => void;
}

type Dialog = { kind: 'edit' | 'remove'; server: Server };

export function ServerGrid({ servers, onInventory }: Props) {
  const { data: running = [] } = useRunningJobs();
  const { data: utilisation } = useUtilisation();
  const { data: demo } = useDemo();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [opened, setOpened] = useState(false);
  const demoAliases = new Set(demo?.running ? demo.servers.map(({ alias }) => alias) : []);
  const open = (next: Dialog): void => {
    setDialog(next);
    setOpened(true);
  };
  return (
    <>
      <div className={classes.grid}>
        {servers.map((server) => (
          <ServerCard
            key={server.id}
            server={server}
            jobs={running.filter((job) => job.server_alias === server.alias)}
            use={utilisation?.servers.find(({ server_alias: alias }) => alias === server.alias)}
            isDemo={demoAliases.has(server.alias)}
            onInventory={() => onInventory(server.alias)}
            onEdit={() => open({ kind: 'edit', server })}
            onRemove={() => open({ kind: 'remove', server })}
          />
        ))}
      </div>
      {dialog?.kind === 'edit' && (
        <ServerDialog
          key={dialog.server.id}
          opened={opened}
          onClose={() => setOpened(false)}
          server={dialog.server}
        />
      )}
      {dialog?.kind === 'remove' && (
        <RemoveServer
          key={dialog.server.id}
          opened={opened}
          onClose={() => setOpened(false)}
          server={servers.find(({ id }) => id === dialog.server.id) ?? dialog.server}
        />
      )}
    </>
  );
}
