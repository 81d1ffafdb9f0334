import type { Server } from '../../api/queries/servers';
import { Meter } from '../../components/meter';
import { text } from '../../text';
import { sayUse } from './standing';
import classes from './servers.module.css';

/** Nothing of what the server does not tell. */
export function MemoryMeters({ memory }: { memory: Server['health']['memory'] }) {
  if (!memory) return null;
  return (
    <div className={classes.meters}>
      <OneMeter label={text.serversPage.gpu} total={memory.gpu_total_bytes} free={memory.gpu_free_bytes} />
      <OneMeter label={text.serversPage.ram} total={memory.ram_total_bytes} free={memory.ram_free_bytes} />
    </div>
  );
}

function OneMeter({ label, total, free }: { label: string; total: number | null; free: number | null }) {
  if (total === null || free === null) return null;
  const used = Math.max(0, total - free);
  return <Meter label={label} used={used} total={total} words={sayUse(used, total)} />;
}
