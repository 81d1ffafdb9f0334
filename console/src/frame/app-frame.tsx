// What stands around every page: rail or bottom bar, top bar, activity, palette, shortcuts, and the connection that
// keeps all of it live.
import { Outlet, useLocation } from '@tanstack/react-router';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect } from 'react';
import { keepCacheFresh } from '../live/keep-cache-fresh';
import { liveStream } from '../live/live-stream';
import { useEndOfEarlyShell } from '../lib/early-shell';
import { usePreference } from '../lib/preferences';
import { useOnce } from '../lib/use-once';
import { text } from '../text';
import { BottomBar } from './bottom-bar';
import { BulkNotices } from './bulk-notices';
import { CommandPalette } from './command-palette';
import { ConnectionStrip } from './connection-strip';
import { MiniPlayer } from './mini-player';
import { Rail } from './rail';
import { Shortcuts } from './shortcuts';
import { TopBar } from './top-bar';
import { usePageTitle } from './use-page-title';
import classes from './app-frame.module.css';

const ActivityPanel = lazy(() => import('./activity-panel'));
const ActivitySheet = lazy(() => import('./activity-sheet'));

export function AppFrame() {
  const isPhone = useMediaQuery('(max-width: 48em)', window.innerWidth <= 768, {
    getInitialValueInEffect: false,
  });
  const [pinned, setPinned] = usePreference('activityPinned');
  const [sheetOpen, sheet] = useDisclosure(false);
  const sheetSeen = useOnce(sheetOpen);
  const toggleActivity = (): void => (isPhone ? sheet.toggle() : setPinned(!pinned));
  useEffect(() => {
    const stopFreshening = keepCacheFresh();
    const stopStream = liveStream.start();
    return () => {
      stopFreshening();
      stopStream();
    };
  }, []);
  usePageTitle();
  const { pathname } = useLocation();
  // Which has a field of that page's form, and nothing of any other.
  useEndOfEarlyShell(pathname !== '/' && pathname !== '/generate');
  return (
    <div className={classes.frame} data-activity={(!isPhone && pinned) || undefined}>
      <a className={classes.skip} href="#page">
        {text.nav.skip}
      </a>
      {!isPhone && <Rail />}
      <TopBar isPhone={isPhone} activityShown={pinned} onActivity={toggleActivity} />
      <main id="page" tabIndex={-1} className={classes.content}>
        <ConnectionStrip />
        <Outlet />
      </main>
      {isPhone && (
        <div className={classes.foot}>
          <MiniPlayer onOpen={sheet.open} />
          <BottomBar />
        </div>
      )}
      <Suspense fallback={null}>
        {!isPhone && pinned && <ActivityPanel />}
        {isPhone && sheetSeen && <ActivitySheet opened={sheetOpen} onClose={sheet.close} />}
      </Suspense>
      <CommandPalette onActivity={toggleActivity} />
      <Shortcuts onActivity={toggleActivity} />
      <BulkNotices />
    </div>
  );
}
