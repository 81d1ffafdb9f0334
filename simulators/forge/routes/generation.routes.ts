import type { ServerResponse } from 'node:http';
import { badGateway, noJson } from '../garbage.js';
import { jsonAnswer, send } from '../http-answer.js';
import type { Answer } from '../http-answer.js';
import { readInfotext, toOverrides, toRequestFields } from '../infotext-reader.js';
import type { JobKind } from '../job.js';
import type { GenerationAnswer } from '../job-runner.js';
import { runGeneration } from '../job-runner.js';
import type { Garbage } from '../knobs.js';
import { pause } from '../../common/pause.js';
import { PythonError } from '../python-errors.js';
import { parseBody, parseModel } from '../request-body.js';
import { sdapi } from '../router.js';
import type { Exchange, Route } from '../router.js';
import { isObject } from '../validation/validator.js';

/** POST txt2img and img2img, and every way their answer can be spoilt on its way. */
export const generationRoutes: readonly Route[] = [
  sdapi('POST', 'txt2img', (exchange) => generate(exchange, 'txt2img')),
  sdapi('POST', 'img2img', (exchange) => generate(exchange, 'img2img')),
];

async function generate(exchange: Exchange, kind: JobKind): Promise<Answer | null> {
  const { host, life, request, requestedAt, client } = exchange;
  const { dialect } = host.settings;
  const body = parseBody(dialect, exchange.body, request.headers['content-type']);
  const schema = kind === 'txt2img' ? dialect.txt2imgFields : dialect.img2imgFields;
  const fields = parseModel(dialect, schema, body);
  if (typeof fields['infotext'] === 'string' && fields['infotext'] !== '')
    applyInfotext(exchange, fields, body);
  const result = await runGeneration(host, life, { kind, door: 'sdapi', fields, client, requestedAt });
  return deliver(exchange, result);
}

/** Fills what the request itself does not say. */
function applyInfotext({ host }: Exchange, fields: Record<string, unknown>, body: unknown): void {
  if (!host.settings.dialect.acceptsInfotext) {
    throw new PythonError('TypeError', 'isinstance() argument 2 cannot be a parameterized generic');
  }
  const read = readInfotext(String(fields['infotext']));
  const given = isObject(body) ? body : {};
  for (const [name, value] of Object.entries(toRequestFields(read))) {
    if (!(name in given) && name in fields) fields[name] = value;
  }
  const overrides = toOverrides(read.parameters);
  if (Object.keys(overrides).length > 0) {
    fields['override_settings'] = { ...overrides, ...(fields['override_settings'] as object | null) };
  }
}

async function deliver(exchange: Exchange, { body, faults }: GenerationAnswer): Promise<Answer | null> {
  if (faults.dropConnectionAfter) {
    exchange.client.drop();
    return null;
  }
  const good = jsonAnswer(body);
  if (faults.garbage === 'truncated') {
    truncate(exchange.response, good);
    return null;
  }
  const answer = faults.garbage ? spoil(faults.garbage, body) : good;
  if (faults.slowBody === undefined) return answer;
  await trickle(exchange, answer, faults.slowBody);
  return null;
}

function spoil(garbage: Exclude<Garbage, 'truncated'>, body: GenerationAnswer['body']): Answer {
  switch (garbage) {
    case 'html502':
      return badGateway;
    case 'notJson':
      return noJson;
    case 'notAnImage':
      return jsonAnswer({
        ...body,
        images: body.images.map(() => Buffer.from('this is no picture').toString('base64')),
      });
    case 'wrongShape':
      return jsonAnswer({ images: 'none', parameters: [], info: 5 });
  }
}

/** Announces the whole answer, sends half of it and hangs up. */
function truncate(response: ServerResponse, answer: Answer): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

async function trickle(
  { response, life, host, request }: Exchange,
  answer: Answer,
  bytesPerTick: number,
): Promise<void> {
  const body = Buffer.from(answer.body);
  if (body.length === 0) return send(response, host.settings.dialect, answer, request.method ?? 'POST');
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.length) });
  for (let at = 0; at < body.length && !response.destroyed; at += Math.max(1, bytesPerTick)) {
    response.write(body.subarray(at, at + Math.max(1, bytesPerTick)));
    await pause(10, life.signal);
  }
  response.end();
}
