import type { Route } from '../router.js';
import type { Settings } from '../simulator-options.js';
import { controlRoutes } from './control.routes.js';
import { controlnetRoutes } from './controlnet.routes.js';
import { callRoutes } from './gradio-call.routes.js';
import { queueRoutes, socketQueueRoutes } from './gradio-queue.routes.js';
import { gradioWebRoutes } from './gradio-web.routes.js';
import { generationRoutes } from './generation.routes.js';
import { fileRoutes, imageRoutes } from './images.routes.js';
import { internalRoutes } from './internal.routes.js';
import { listRoutes } from './lists.routes.js';
import { optionRoutes } from './options.routes.js';
import { progressRoutes } from './progress.routes.js';
import { documentRoutes, webRoutes } from './web.routes.js';

/** The routes a server of this dialect, started with these flags, has. */
export function allRoutes({ dialect, api, nowebui }: Settings): Route[] {
  const sdapi = [
    ...listRoutes(dialect.hasModules),
    ...(dialect.hasModules ? controlnetRoutes : []),
    ...progressRoutes,
    ...optionRoutes,
    ...controlRoutes,
    ...imageRoutes,
    ...generationRoutes,
  ].filter((route) => api || route.comesLast);
  const gradio = [
    ...gradioWebRoutes,
    ...(dialect.streamsResults ? queueRoutes : socketQueueRoutes),
    ...callRoutes,
  ];
  const web = [...internalRoutes, ...webRoutes, ...gradio, ...fileRoutes];
  const routes: Route[] = [...sdapi, ...(nowebui ? [] : web)];
  return [...routes, ...documentRoutes(() => routes)];
}
