import { createLazyRoute } from '@tanstack/react-router';
import { WorkflowsPage } from './workflows-page';

export const route = createLazyRoute('/workflows')({ component: WorkflowsPage });
