import { createLazyRoute } from '@tanstack/react-router';
import { SystemPage } from './system-page';

export const route = createLazyRoute('/system')({ component: SystemPage });
