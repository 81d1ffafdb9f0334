// All that is known of one job: over the queue on wide screens, a page of its own on phones.
import { ActionIcon, Button, Group, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconFileOff, IconX } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { ApiProblem } from '../../api/problem';
import { EmptyState } from '../../components/empty-state';
import { Loading } from '../../components/loading';
import { useIsPhone } from '../../lib/use-is-phone';
import { text } from '../../text';
import { JobView } from './job-view';
import { useJob } from './use-job';
import classes from './job.module.css';

const said = text.jobPage;

export function JobPage() {
  const { jobId = '' } = useParams({ strict: false });
  const job = useJob(jobId);
  const gone = job.error instanceof ApiProblem && job.error.status === 404;
  return (
    <Shell id={jobId}>
      {(close) =>
        gone && !job.isFetching ? (
          <EmptyState alone icon={IconFileOff} title={said.gone} hint={said.goneHint}>
            <Button component={Link} to="/queue" search variant="default">
              {said.back}
            </Button>
          </EmptyState>
        ) : (
          <Loading of={job}>{(data) => <JobView key={jobId} job={data} close={close} />}</Loading>
        )
      }
    </Shell>
  );
}

function Shell({ id, children }: { id: string; children: (close: ReactNode) => ReactNode }) {
  const phone = useIsPhone();
  const back = useBack();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // Whoever goes through the queue row by row keeps the row.
    if (!document.activeElement?.closest('[data-row]')) panel.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || !panel.current?.contains(event.target as Node))
        return;
      if (!document.querySelector('[role=menu]')) back();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  const label = phone ? said.back : text.actions.close;
  const close = (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={phone ? 44 : 34}
        ml={phone ? -12 : undefined}
        aria-label={label}
        onClick={back}
      >
        {phone ? <IconArrowLeft size={20} /> : <IconX size={18} />}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className={phone ? classes.page : classes.drawer}
      aria-label={said.label(id)}
    >
      {phone ? children(close) : children(<Group ml="auto">{close}</Group>)}
    </aside>
  );
}

/** To the queue with the filter that it had. */
function useBack(): () => void {
  const navigate = useNavigate();
  return () => void navigate({ to: '/queue', search: true });
}
