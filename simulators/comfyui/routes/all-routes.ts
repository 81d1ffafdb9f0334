import { withTwins } from '../http/router.js';
import type { Route } from '../http/router.js';
import type { Settings } from '../simulator-options.js';
import { jobsRoutes } from './jobs.routes.js';
import { modelRoutes } from './models.routes.js';
import { objectInfoRoutes } from './object-info.routes.js';
import { promptRoutes } from './prompt.routes.js';
import { queueRoutes } from './queue.routes.js';
import { bareRoutes, systemRoutes } from './system.routes.js';
import { uploadRoutes } from './upload.routes.js';
import { userdataRoutes } from './userdata.routes.js';
import { viewRoutes } from './view.routes.js';

/** The routes a server of this version has. */
export function allRoutes(settings: Settings): Route[] {
  const twins = withTwins([
    ...promptRoutes,
    ...queueRoutes,
    ...jobsRoutes(settings.can),
    ...viewRoutes,
    ...uploadRoutes,
    ...modelRoutes,
    ...objectInfoRoutes,
    ...systemRoutes(settings),
    ...userdataRoutes,
  ]);
  return [...twins, ...bareRoutes];
}
