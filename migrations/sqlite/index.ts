import { InitialSchema1763600000000 } from './1763600000000-initial-schema.js';

/** In the order they run. */
export const migrations = [InitialSchema1763600000000];
