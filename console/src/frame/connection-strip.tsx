import { useNetwork } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useLiveState } from '../live/use-live-state';
import { text } from '../text';
import classes from './connection-strip.module.css';

/** A blink of the connection is nobody's business. */
const PATIENCE_MS = 2_500;

/** A calm strip while the server, or the network, is away. Nothing that is shown goes away with it. */
export function ConnectionStrip() {
  const { online } = useNetwork();
  const state = useLiveState();
  const away = !online || state === 'reconnecting';
  return away ? <Strip>{online ? text.live.unreachable : text.live.offline}</Strip> : null;
}

function Strip({ children }: { children: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div className={classes.strip} role="status">
      {children}
    </div>
  );
}
