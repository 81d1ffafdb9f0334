import { createLazyRoute } from '@tanstack/react-router';
import { GalleryPage } from './gallery-page';

export const route = createLazyRoute('/gallery')({ component: GalleryPage });
