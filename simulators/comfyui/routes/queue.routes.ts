import { emptyAnswer, jsonAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { readObject, route } from '../http/router.js';
import type { Exchange } from '../http/router.js';
import { pause } from '../../common/pause.js';
import { takeKnob } from '../knobs.js';
import { isDict, parseJson } from '../python-json.js';
import type { Dict } from '../python-json.js';
import { describeEntry } from '../queue/history.js';
import type { HistoryEntry } from '../queue/history.js';
import { describeItem } from '../queue/queue-item.js';

/** The queue, stopping what runs, and what has run. All of it is silent about what was not there. */
export const queueRoutes = [
  route('GET', '/queue', ({ life, host }) => {
    const tellsSecrets = host.settings.can.tellsSecrets;
    const { current, pending } = life.queue;
    return jsonAnswer({
      queue_running: current ? [describeItem(current, tellsSecrets)] : [],
      queue_pending: pending.map((item) => describeItem(item, tellsSecrets)),
    });
  }),
  route('POST', '/queue', (exchange) => {
    const body = readObject(exchange);
    const { queue } = exchange.life;
    if (body.get('clear')) queue.clear();
    idsToDelete(body).forEach((id) => queue.delete(id));
    return emptyAnswer();
  }),
  route('POST', '/interrupt', interrupt),
  route('GET', '/history', async (exchange) => {
    await beSlow(exchange);
    const { life, query } = exchange;
    const maxItems = integer(query.get('max_items'));
    return historyAnswer(life.history.page(maxItems, integer(query.get('offset')) ?? -1));
  }),
  route('GET', '/history/{prompt_id}', async (exchange) => {
    await beSlow(exchange);
    const id = exchange.params['prompt_id'] ?? '';
    const entry = exchange.life.history.get(id);
    return historyAnswer(entry ? [[id, entry]] : []);
  }),
  route('POST', '/history', (exchange) => {
    const body = readObject(exchange);
    const { history } = exchange.life;
    if (body.get('clear')) history.clear();
    idsToDelete(body).forEach((id) => history.delete(id));
    return emptyAnswer();
  }),
  route('POST', '/free', (exchange) => {
    const body = exchange.body.length > 0 ? readObject(exchange) : new Map<string, never>();
    const [unload, free] = [body.get('unload_models'), body.get('free_memory')];
    exchange.life.askToFree(Boolean(unload), Boolean(free));
    return emptyAnswer();
  }),
];

function historyAnswer(entries: readonly [string, HistoryEntry][]): Answer {
  return jsonAnswer(new Map(entries.map(([id, entry]) => [id, describeEntry(entry)])));
}

async function beSlow({ host, life, path }: Exchange): Promise<void> {
  const slowMs = takeKnob(host.knobs, 'slowHistoryMs', path) ?? 0;
  if (slowMs > 0) await pause(slowMs, life.signal);
}

function idsToDelete(body: Dict): string[] {
  const ids = body.get('delete');
  return Array.isArray(ids) ? ids.map(String) : [];
}

/** Without an id, with a body that is none, or on an old server: whatever runs is stopped. */
function interrupt({ life, host, body }: Exchange): Answer {
  const id = host.settings.can.interruptsById ? promptIdIn(body.toString('utf8')) : null;
  if (id === null || life.queue.current?.promptId === id) life.interrupts.ask();
  return emptyAnswer();
}

function promptIdIn(body: string): string | null {
  try {
    const parsed = parseJson(body);
    const id = isDict(parsed) ? parsed.get('prompt_id') : null;
    return typeof id === 'string' && id !== '' ? id : null;
  } catch {
    return null;
  }
}

/** @throws RangeError for what is no integer */
function integer(text: string | null): number | null {
  if (text === null) return null;
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new RangeError('invalid literal for int()');
  return Number(text);
}
