import { createLazyRoute } from '@tanstack/react-router';
import { ModelsPage } from './models-page';

export const route = createLazyRoute('/models')({ component: ModelsPage });
