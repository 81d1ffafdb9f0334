import { randomUUID } from 'node:crypto';
import { validatePrompt } from '../graph/prompt-validation.js';
import type { Graph } from '../graph/graph.js';
import { textsOf } from '../graph/graph.js';
import { problem } from '../graph/validation-problem.js';
import { jsonAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { readObject, route } from '../http/router.js';
import type { Exchange } from '../http/router.js';
import { takeKnob } from '../knobs.js';
import { isDict } from '../python-json.js';
import type { Dict, Json } from '../python-json.js';
import { pythonStr } from '../python-str.js';

/** Taking prompts in, and the cheap health check. */
export const promptRoutes = [
  route('GET', '/prompt', ({ life }) => jsonAnswer(life.queueInfo())),
  route('POST', '/prompt', submit),
];

const canonicalUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const secretKeys = ['auth_token_comfy_org', 'api_key_comfy_org'];

function submit(exchange: Exchange): Answer | null {
  const { life, host } = exchange;
  const loss = takeKnob(host.knobs, 'losePrompt', exchange.body.toString('utf8'));
  if (loss === 'unseen') return hangUp(exchange);
  const answer = takeIn(exchange);
  if (loss === 'accepted' || life.signal.aborted) return hangUp(exchange);
  return answer;
}

function hangUp({ response }: Exchange): null {
  response.destroy();
  return null;
}

function takeIn(exchange: Exchange): Answer {
  const { life, host } = exchange;
  const body = readObject(exchange);
  const number = numberOf(body, () => life.nextNumber++);
  const prompt = body.get('prompt');
  if (prompt === undefined)
    return refuse(exchange, problem('no_prompt', 'No prompt provided', 'No prompt provided'));
  const asked = body.get('prompt_id') ?? null;
  if (asked !== null && host.settings.can.checksPromptId && !isCanonicalUuid(asked))
    return refuse(exchange, wrongId());
  const promptId = asked === null ? randomUUID() : pythonStr(asked);
  const graph = readGraph(prompt);
  const verdict = validatePrompt(graph, life.validation, targetsOf(exchange, body));
  if ('error' in verdict) return refuse(exchange, verdict.error, verdict.nodeErrors);
  const { extraData, secrets } = extraDataOf(exchange, body);
  const { outputs, nodeErrors } = verdict;
  life.queue.put({ number, promptId, graph, extraData, outputs, secrets, requestedAt: exchange.requestedAt });
  if (takeKnob(host.knobs, 'deletedFromQueue', textsOf(graph))) life.queue.delete(promptId);
  return jsonAnswer({ prompt_id: promptId, number, node_errors: nodeErrors });
}

function refuse({ host }: Exchange, error: object, nodeErrors: object = {}): Answer {
  const isNone = Object.keys(nodeErrors).length === 0;
  const node_errors = isNone && host.settings.can.listsNoErrors ? [] : nodeErrors;
  return jsonAnswer({ error, node_errors }, 400);
}

function wrongId(): object {
  return problem(
    'invalid_prompt_id',
    'prompt_id must be a valid UUID',
    'prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one',
  );
}

function isCanonicalUuid(value: Json): boolean {
  return typeof value === 'string' && canonicalUuid.test(value);
}

/** The client's own number, or the counter, which is used up even if the prompt is refused. */
function numberOf(body: Dict, next: () => number): number {
  const given = body.get('number');
  if (given === undefined) {
    const number = next();
    return body.get('front') ? -number || 0 : number;
  }
  if (given === null || (typeof given === 'string' && Number.isNaN(Number(given))))
    throw new TypeError('could not convert to float');
  return Number(given);
}

/** @throws TypeError for what is no object of objects */
function readGraph(prompt: Json): Graph {
  if (Array.isArray(prompt) && prompt.length === 0) return new Map();
  if (!isDict(prompt)) throw new TypeError('list indices must be integers or slices');
  return new Map(
    [...prompt].map(([id, node]) => {
      if (!isDict(node)) throw new TypeError('a node must be an object');
      return [id, node];
    }),
  );
}

function targetsOf({ host }: Exchange, body: Dict): string[] | null {
  const targets = body.get('partial_execution_targets');
  return host.settings.can.partialTargets && Array.isArray(targets) ? targets.map(String) : null;
}

function extraDataOf({ host, request }: Exchange, body: Dict): { extraData: Dict; secrets: Dict } {
  const given = body.get('extra_data');
  const extraData: Dict = isDict(given) ? given : new Map<string, Json>();
  const clientId = body.get('client_id');
  if (clientId !== undefined) extraData.set('client_id', clientId);
  const secrets: Dict = new Map();
  if (host.settings.can.featureFlags)
    for (const key of secretKeys) {
      const secret = extraData.get(key);
      if (secret !== undefined) secrets.set(key, secret);
      extraData.delete(key);
    }
  if (host.settings.can.stampsCreateTime) extraData.set('create_time', Date.now());
  const source = request.headers['comfy-usage-source'];
  if (typeof source === 'string') extraData.set('comfy_usage_source', source);
  return { extraData, secrets };
}
