import { createLazyRoute } from '@tanstack/react-router';
import { JobPage } from './job-page';

export const route = createLazyRoute('/queue/$jobId')({ component: JobPage });
