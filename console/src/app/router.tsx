// All addresses of the console. Each page is a folder under `pages/`, loaded when it is first opened.
import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { appTypesQuery } from '../api/queries/app-types';
import { serversQuery } from '../api/queries/servers';
import { queryClient } from '../api/query-client';
import { AppFrame } from '../frame/app-frame';
import { GonePage, StumbledPage } from './error-pages';

export const rootRoute = createRootRoute({
  component: AppFrame,
  notFoundComponent: GonePage,
  errorComponent: StumbledPage,
});

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => redirect({ to: '/generate', replace: true, throw: true }),
});

const generate = createRoute({
  getParentRoute: () => rootRoute,
  path: '/generate',
  // Its form cannot be drawn without them; they come while the page itself does.
  loader: () => {
    void queryClient.prefetchQuery(serversQuery);
    void queryClient.prefetchQuery(appTypesQuery);
  },
}).lazy(() => import('../pages/generate/route').then(({ route }) => route));
const queue = createRoute({ getParentRoute: () => rootRoute, path: '/queue' }).lazy(() =>
  import('../pages/queue/route').then(({ route }) => route),
);
const job = createRoute({ getParentRoute: () => queue, path: '$jobId' }).lazy(() =>
  import('../pages/job/route').then(({ route }) => route),
);
const gallery = createRoute({ getParentRoute: () => rootRoute, path: '/gallery' }).lazy(() =>
  import('../pages/gallery/route').then(({ route }) => route),
);
const models = createRoute({ getParentRoute: () => rootRoute, path: '/models' }).lazy(() =>
  import('../pages/models/route').then(({ route }) => route),
);
const servers = createRoute({ getParentRoute: () => rootRoute, path: '/servers' }).lazy(() =>
  import('../pages/servers/route').then(({ route }) => route),
);
const workflows = createRoute({ getParentRoute: () => rootRoute, path: '/workflows' }).lazy(() =>
  import('../pages/workflows/route').then(({ route }) => route),
);
const apiKeys = createRoute({ getParentRoute: () => rootRoute, path: '/keys' }).lazy(() =>
  import('../pages/keys/route').then(({ route }) => route),
);
const webhooks = createRoute({ getParentRoute: () => rootRoute, path: '/webhooks' }).lazy(() =>
  import('../pages/webhooks/route').then(({ route }) => route),
);
const system = createRoute({ getParentRoute: () => rootRoute, path: '/system' }).lazy(() =>
  import('../pages/system/route').then(({ route }) => route),
);
const more = createRoute({ getParentRoute: () => rootRoute, path: '/more' }).lazy(() =>
  import('../pages/more/route').then(({ route }) => route),
);

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    home,
    generate,
    queue.addChildren([job]),
    gallery,
    models,
    servers,
    workflows,
    apiKeys,
    webhooks,
    system,
    more,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
