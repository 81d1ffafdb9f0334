import { createLazyRoute } from '@tanstack/react-router';
import { KeysPage } from './keys-page';

export const route = createLazyRoute('/keys')({ component: KeysPage });
