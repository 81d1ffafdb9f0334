/** All keys of cached answers. The first part names what events invalidate. */
export const keys = {
  session: ['session'],
  queue: ['queue'],
  /** Every list and every single job. */
  jobs: ['jobs'],
  jobList: (filter: object) => ['jobs', 'list', filter],
  job: (id: string) => ['jobs', 'one', id],
  bulks: ['bulks'],
  bulk: (id: string) => ['bulks', 'one', id],
  servers: ['servers'],
  inventory: (alias: string) => ['inventory', alias],
  appTypes: ['app-types'],
  gallery: ['gallery'],
  apiKeys: ['api-keys'],
  webhooks: ['webhooks'],
  system: ['system'],
  presets: ['presets'],
} as const;
