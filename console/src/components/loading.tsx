import { Skeleton } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { Problem } from './problem';

const PATIENCE_MS = 150;

/** Skeletons flash when an answer comes at once, so they wait a moment. */
export function AfterAMoment({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late ? children : null;
}

interface Reading<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

interface Props<T> {
  of: Reading<T>;
  /** Of the final geometry. */
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

/** What was read, or that it is being read, or why it cannot be. Old data stays when a new reading fails. */
export function Loading<T>({ of: reading, skeleton, children }: Props<T>) {
  if (reading.data !== undefined) return children(reading.data);
  if (reading.error) return <Problem error={reading.error} onRetry={() => void reading.refetch()} />;
  return <AfterAMoment>{skeleton ?? <Skeleton h={120} />}</AfterAMoment>;
}
