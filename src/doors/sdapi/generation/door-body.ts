// A generation request of the door: what is meant for the server, what for us, and what must never be stored. Pure.
import { InvalidRequestError } from '../../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { ServerAnswerError } from '../door-problem.js';

export type Kind = 'txt2img' | 'img2img';

export interface DoorBody {
  /** Kept as "what was asked". */
  asked: JsonObject;
  /** `generation_params` of the job. */
  params: JsonObject;
  webhook: { url: string; secret?: string } | null;
  /** It speaks of a webhook, if only of a key. */
  hasWebhook: boolean;
  /** The client's own name for the task, under which it asks for progress. */
  taskId: string | null;
  sendImages: boolean;
}

/** SillyTavern sends the address of its server and the login along (`url`, `auth`); the seed's client its webhook; some their key. */
const NOT_STORED = new Set(['url', 'auth', 'webhookUrl', 'webhookKey', 'api_key', 'api_secret']);
const ONLY_IMG2IMG = ['init_images', 'mask', 'latent_mask'];
/** What A1111's API takes for a field that is not there, where our own default is another. */
const DEFAULTS: JsonObject = { steps: 50 };
/** The servers do not send these back (seen on both). */
const ECHOED_AS_NULL = new Set(['init_images', 'mask']);
const MAX_TASK_ID_CHARS = 200;

/** @throws InvalidRequestError, ServerAnswerError 404 for an img2img without an image, as A1111 */
export function readDoorBody(kind: Kind, body: unknown): DoorBody {
  if (!isJsonObject(body)) throw new InvalidRequestError('The body must be a JSON object.');
  const asked = Object.fromEntries(Object.entries(body).filter(([field]) => !NOT_STORED.has(field)));
  const given = withoutNull(asked);
  // An infotext fills what is not given, which a default would be.
  const params: JsonObject = typeof given['infotext'] === 'string' ? given : { ...DEFAULTS, ...given };
  if (kind === 'txt2img') for (const field of ONLY_IMG2IMG) delete params[field];
  else if (!hasImage(params['init_images']))
    throw new ServerAnswerError(404, { detail: 'Init image not found' });
  return {
    asked,
    params,
    webhook: webhookOf(body),
    hasWebhook: ['webhookUrl', 'webhookKey'].some(
      (field) => typeof body[field] === 'string' && body[field] !== '',
    ),
    taskId: textOf(body['force_task_id'], MAX_TASK_ID_CHARS),
    sendImages: body['send_images'] !== false,
  };
}

/** What a held request needs of its body: not the images that it brought, unless it wants them back. */
export function rememberedOf({ asked, sendImages }: DoorBody): Pick<DoorBody, 'asked' | 'sendImages'> {
  if (asked['include_init_images'] === true) return { asked, sendImages };
  const entries = Object.entries(asked).map(
    ([field, value]) => [field, ECHOED_AS_NULL.has(field) ? null : value] as const,
  );
  return { asked: Object.fromEntries(entries), sendImages };
}

function withoutNull(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function hasImage(images: unknown): boolean {
  return Array.isArray(images) && images.length > 0;
}

function webhookOf(body: JsonObject): DoorBody['webhook'] {
  const { webhookUrl: url, webhookKey: secret } = body;
  if (url === undefined || url === null || url === '') return null;
  if (typeof url !== 'string' || !/^https?:\/\/./i.test(url) || url.length > 2_000) {
    const message = 'must be a whole http:// or https:// address';
    throw new InvalidRequestError(`webhookUrl ${message}`, [{ path: 'webhookUrl', message }]);
  }
  if (secret === undefined || secret === null || secret === '') return { url };
  if (typeof secret !== 'string' || secret.length > 512) {
    const message = 'must be a text of 512 characters at most';
    throw new InvalidRequestError(`webhookKey ${message}`, [{ path: 'webhookKey', message }]);
  }
  return { url, secret };
}

function textOf(value: unknown, maxChars: number): string | null {
  return typeof value === 'string' && value !== '' && value.length <= maxChars ? value : null;
}
