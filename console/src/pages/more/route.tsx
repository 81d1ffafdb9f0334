import { createLazyRoute } from '@tanstack/react-router';
import { MorePage } from './more-page';

export const route = createLazyRoute('/more')({ component: MorePage });
