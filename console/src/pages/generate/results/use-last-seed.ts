import { useWallJobs } from './use-wall-jobs';
import { lastSeedOf } from './wall-jobs';

/** Of the picture that this sitting has finished last; null before the first. */
export const useLastSeed = (): number | null => lastSeedOf(useWallJobs());
