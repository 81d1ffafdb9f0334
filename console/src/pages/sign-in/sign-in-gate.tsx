// Nobody sees a page before the server knows who asks. The one-click link (`#token=…`) is taken here.
import { Loader } from '@mantine/core';
import { lazy, Suspense, useEffect, useEffectEvent, type ReactNode } from 'react';
import { useSession, useSignIn } from '../../api/queries/session';
import { useEndOfEarlyShell } from '../../lib/early-shell';
import { AfterAMoment } from '../../components/loading';
import { EmptyState } from '../../components/empty-state';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { text } from '../../text';
import { messageOf } from '../../api/problem';
import { takeToken } from './take-token';
import { Warnings } from './warnings';
import classes from './sign-in.module.css';

const SignInPage = lazy(() => import('./sign-in-page'));

export function SignInGate({ children }: { children: ReactNode }) {
  const session = useSession();
  const signIn = useSignIn();
  useEndOfEarlyShell(session.data === undefined ? session.error !== null : !session.data.signed_in);
  const follow = useEffectEvent(() => {
    const token = takeToken();
    if (token !== null) signIn.mutate({ token });
  });
  useEffect(() => {
    const changed = (): void => follow();
    changed();
    // A link that is opened while the page is open already only changes the fragment.
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  if (session.data === undefined && session.error)
    return (
      <EmptyState
        alone
        icon={IconPlugConnectedX}
        title={text.live.connecting}
        hint={messageOf(session.error)}
      >
        <RetryEverySecond retry={() => void session.refetch()} />
      </EmptyState>
    );
  if (session.data === undefined || signIn.isPending)
    return (
      <AfterAMoment>
        <div className={classes.center}>
          <Loader aria-label={text.live.connecting} />
        </div>
      </AfterAMoment>
    );
  if (!session.data.signed_in)
    return (
      <Suspense fallback={null}>
        <SignInPage session={session.data} signIn={signIn} />
      </Suspense>
    );
  return (
    <>
      <Warnings session={session.data} />
      {children}
    </>
  );
}

/** A server that restarts is back in a moment. */
function RetryEverySecond({ retry }: { retry: () => void }) {
  useEffect(() => {
    const timer = setInterval(retry, 2_000);
    return () => clearInterval(timer);
  }, [retry]);
  return <Loader size="sm" />;
}
