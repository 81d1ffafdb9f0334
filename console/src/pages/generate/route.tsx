import { createLazyRoute } from '@tanstack/react-router';
import { GeneratePage } from './generate-page';

export const route = createLazyRoute('/generate')({ component: GeneratePage });
