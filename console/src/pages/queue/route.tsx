import { createLazyRoute } from '@tanstack/react-router';
import { QueuePage } from './queue-page';

export const route = createLazyRoute('/queue')({ component: QueuePage });
