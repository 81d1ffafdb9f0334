// Links to images open without a key for a week, but messages may wait or be replayed for a month: each try signs them
// anew. Pure, but for the clock of the signer.
import { isJsonObject, type JsonObject } from '../common/json.js';
import type { LinkSigner } from '../secrets/link-signer.js';
import type { Payload } from './message-payload.js';

const IMAGES = '/api/v1/images/';

/** The same payload when it has no links. */
export function withFreshLinks(payload: Payload, links: Pick<LinkSigner, 'sign'>): Payload {
  const { images } = payload.data;
  if (payload.type !== 'job.completed' || !Array.isArray(images) || !images.length) return payload;
  const fresh = images.map((image: unknown) => (isJsonObject(image) ? withLinks(image, links) : image));
  return { ...payload, data: { ...payload.data, images: fresh } };
}

function withLinks(image: JsonObject, links: Pick<LinkSigner, 'sign'>): JsonObject {
  return {
    ...image,
    url: signedAnew(image['url'], links),
    preview_url: signedAnew(image['preview_url'], links),
  };
}

/** Whatever the address of this server is, the path from `/api` on is what is signed. */
function signedAnew(url: unknown, links: Pick<LinkSigner, 'sign'>): unknown {
  if (typeof url !== 'string') return url;
  const [bare = ''] = url.split('?');
  const at = bare.lastIndexOf(IMAGES);
  return at < 0 ? url : `${bare.slice(0, at)}${links.sign(bare.slice(at))}`;
}
