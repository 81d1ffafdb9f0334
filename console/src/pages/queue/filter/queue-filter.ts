// What the page shows, as it stands in its address. Pure.

export const STATES = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type State = (typeof STATES)[number];

/** Names as the API has them, so that an address can be read. */
export interface QueueFilter {
  status?: State[];
  app_type?: string;
  /** Alias; `any` for jobs that may run anywhere. */
  server?: string;
  /** Id of an API key; `none` for the console's. */
  key?: string;
  source?: string;
  bulk?: string;
  text?: string;
  /** ISO-8601 */
  created_after?: string;
  created_before?: string;
}

/** What the lists of the API take. */
export type FilterQuery = Omit<QueueFilter, 'status'>;

const TEXTS = [
  'app_type',
  'server',
  'key',
  'source',
  'bulk',
  'text',
  'created_after',
  'created_before',
] as const;

/** From the search of an address, whatever somebody has written into it. */
export function readFilter(search: Record<string, unknown>): QueueFilter {
  const filter: QueueFilter = {};
  const given = search['status'];
  const status = (typeof given === 'string' ? given : '')
    .split(',')
    .filter((one): one is State => (STATES as readonly string[]).includes(one));
  if (status.length) filter.status = [...new Set(status)];
  for (const name of TEXTS) {
    const value = search[name];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    if (String(value).trim()) filter[name] = String(value).slice(0, 200);
  }
  for (const name of ['created_after', 'created_before'] as const)
    if (filter[name] && Number.isNaN(Date.parse(filter[name]))) delete filter[name];
  if (filter.key && !/^(none|\d{1,15})$/.test(filter.key)) delete filter.key;
  return filter;
}

/** For the search of an address; undefined members leave it. */
export function writeFilter(filter: QueueFilter): Record<string, string | undefined> {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, filter[name] || undefined]));
  return { ...texts, status: filter.status?.length ? filter.status.join(',') : undefined };
}

export function queryOf(filter: QueueFilter): FilterQuery {
  const rest = { ...filter };
  delete rest.status;
  return rest;
}

/** Does anything but the state narrow the lists? */
export const isNarrowed = (filter: QueueFilter): boolean => TEXTS.some((name) => filter[name] !== undefined);

/** Which bands there are. */
export function bandsOf({ status }: QueueFilter): { running: boolean; waiting: boolean; finished: State[] } {
  const shows = (state: State): boolean => !status || status.includes(state);
  return {
    running: shows('processing'),
    waiting: shows('pending'),
    finished: (['completed', 'failed', 'cancelled'] as const).filter(shows),
  };
}

/** Without one chip. */
export function withoutPart(filter: QueueFilter, name: keyof QueueFilter, state?: State): QueueFilter {
  const rest = { ...filter };
  if (name === 'status' && state !== undefined) rest.status = filter.status?.filter((one) => one !== state);
  else delete rest[name];
  if (!rest.status?.length) delete rest.status;
  return rest;
}
