// Receive webhooks of StableQueue and believe only genuine ones. Node 20+, nothing to install.
//   STABLEQUEUE_WEBHOOK_SECRET=whsec_... node verify-webhook.mjs 8085
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const TOLERANCE_SECONDS = 300;
const secret = process.env.STABLEQUEUE_WEBHOOK_SECRET ?? '';
const seen = new Set();

function secretBytes(text) {
  return text.startsWith('whsec_') ? Buffer.from(text.slice('whsec_'.length), 'base64') : Buffer.from(text);
}

function isGenuine(headers, body) {
  const timestamp = Number(headers['webhook-timestamp']);
  if (!(Math.abs(Date.now() / 1000 - timestamp) <= TOLERANCE_SECONDS)) return false;
  const expected = createHmac('sha256', secretBytes(secret))
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`)
    .update(body)
    .digest();
  // After a rotation of the secret there are two signatures; one that fits is enough.
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice('v1,'.length), 'base64'))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected));
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!isGenuine(request.headers, body)) {
    response.writeHead(401).end();
    return;
  }
  // Answer first, work later: a slow answer counts as a failure, and the message comes again.
  response.writeHead(204).end();
  if (seen.has(request.headers['webhook-id'])) return;
  seen.add(request.headers['webhook-id']);
  const message = JSON.parse(body.toString('utf8'));
  console.log(message.type, message.data.job_id);
}).listen(Number(process.argv[2]), '127.0.0.1');
