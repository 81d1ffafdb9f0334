import { createLazyRoute } from '@tanstack/react-router';
import { WebhooksPage } from './webhooks-page';

export const route = createLazyRoute('/webhooks')({ component: WebhooksPage });
