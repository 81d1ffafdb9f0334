// The queue: what runs, what waits and why, what has become of the rest. A job's details open over it (`pages/job/`).
import { Outlet, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useIsPhone } from '../../lib/use-is-phone';
import { QueueLists } from './queue-lists';
import { forgetScroll } from './use-kept-scroll';

export function QueuePage() {
  const phone = useIsPhone();
  const { jobId } = useParams({ strict: false });
  useEffect(() => forgetScroll, []);
  // On a phone the details are a page of their own.
  if (phone && jobId !== undefined) return <Outlet />;
  return (
    <>
      <QueueLists jobId={jobId} />
      <Outlet />
    </>
  );
}
