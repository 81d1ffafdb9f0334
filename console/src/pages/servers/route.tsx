import { createLazyRoute } from '@tanstack/react-router';
import { ServersPage } from './servers-page';

export const route = createLazyRoute('/servers')({ component: ServersPage });
