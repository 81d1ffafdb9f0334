import { createLazyRoute } from '@tanstack/react-router';
import { GonePage } from '../../app/error-pages';

export const route = createLazyRoute('/queue/$jobId')({ component: GonePage });
