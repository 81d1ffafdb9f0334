/** What a key may be allowed to do. `admin` includes all the others. */
export const SCOPES = [
  /** Submit jobs and bulks. */
  'submit',
  /** See the jobs, bulks and images of this key. */
  'read_own',
  /** See everybody's. */
  'read_all',
  /** Cancel, change, move, retry and delete the jobs of this key. */
  'cancel_own',
  /** The same with everybody's jobs; pause, resume and clear the queue. */
  'manage_queue',
  /** Add, change and remove servers; write templates of workflows. */
  'manage_servers',
  /** See, change and delete everybody's images. */
  'gallery',
  /** Look through and change the library of models. */
  'models',
  /** Everything, keys and settings too. */
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];

/** What a key gets when nobody says otherwise: use the queue, and see nothing of others. */
export const DEFAULT_SCOPES: readonly Scope[] = ['submit', 'read_own', 'cancel_own'];
