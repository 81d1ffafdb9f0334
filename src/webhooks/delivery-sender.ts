// One try of one message: into its form, signed, sent, and what came of it. Decides nothing about further tries.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { errorText } from '../common/errors.js';
import { isJsonObject, parseJson } from '../common/json.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { OutboundError } from '../outbound/outbound-error.js';
import { OutboundHttp, type OutboundAnswer } from '../outbound/outbound-http.js';
import { UnreadableSecretError } from '../secrets/secret-box.js';
import { VERSION } from '../version.js';
import { signatureOf } from './contract/webhook-secret.js';
import type { ShownRequest, Try } from './delivery.js';
import { readRetryAfter } from './judge-try.js';
import type { Receiver } from './receivers.js';
import { MessageForms } from './templates/message-forms.js';
import type { Rendered } from './templates/message.js';

export interface Message {
  /** The receiver's `webhook-id`. */
  id: string;
  payloadJson: string;
}

const ANSWER_CHARS = 1024;
const SHOWN_BODY_CHARS = 20_000;
const MASKED = new Set(['x-webhook-key', 'webhook-signature', 'authorization']);

@Injectable()
export class DeliverySender {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'WEBHOOK_TIMEOUT_MS'>,
    private readonly forms: MessageForms,
    private readonly http: OutboundHttp,
    private readonly clock: Clock,
  ) {}

  /** Never rejects: whatever went wrong is in `error`. `receiver` is asked inside, as its secrets may be unreadable. */
  async send(message: Message, receiver: () => Receiver, signal: AbortSignal): Promise<Try> {
    const startedAt = this.clock.iso();
    const began = performance.now();
    let request: ShownRequest | null = null;
    const done = (rest: Partial<Try>): Try => ({
      ...{ startedAt, durationMs: Math.round(performance.now() - began), request },
      ...{ status: null, responseText: null, error: null, retryAfterMs: null },
      ...rest,
    });
    try {
      const answer = await this.forms.using(message, receiver(), async (rendered, to) => {
        const signed = await this.sign(message.id, rendered, to);
        request = shown(signed, to.shownUrl);
        const timeoutMs = this.settings.WEBHOOK_TIMEOUT_MS;
        return this.http.send({ method: 'POST', ...signed, timeoutMs, signal });
      });
      return done(this.read(answer));
    } catch (error) {
      return done({ error: { code: codeOf(error), message: errorText(error) } });
    }
  }

  /** Standard Webhooks 1.0.0, and the secret itself for receivers that ask for it. */
  private async sign(id: string, rendered: Rendered, receiver: Receiver): Promise<Rendered> {
    const timestamp = Math.floor(this.clock.now() / 1000);
    const [secret] = receiver.secrets;
    const headers: Record<string, string> = {
      'user-agent': `StableQueue/${VERSION}`,
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      ...rendered.headers,
    };
    if (secret !== undefined) {
      headers['webhook-signature'] = await signatureOf(
        { id, timestamp, body: rendered.body },
        receiver.secrets,
      );
      if (receiver.secretHeader) headers['x-webhook-key'] = secret;
    }
    return { ...rendered, headers };
  }

  private read(answer: OutboundAnswer): Partial<Try> {
    const text = answer.body.toString('utf8');
    const header = readRetryAfter(answer.headers['retry-after'], this.clock.now());
    return {
      status: answer.status,
      responseText: text.slice(0, ANSWER_CHARS),
      retryAfterMs: header ?? telegramsRetryAfter(text),
    };
  }
}

/** Telegram says it in the body: `{"parameters":{"retry_after":5}}`. */
function telegramsRetryAfter(text: string): number | null {
  const body = parseJson(text);
  const parameters = isJsonObject(body) ? body['parameters'] : undefined;
  const seconds = isJsonObject(parameters) ? parameters['retry_after'] : undefined;
  return typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : null;
}

function codeOf(error: unknown): string {
  if (error instanceof OutboundError) return error.failure;
  return error instanceof UnreadableSecretError ? 'secret_unreadable' : 'not_sent';
}

function shown({ headers, body }: Rendered, url: string): ShownRequest {
  const masked = Object.entries(headers).map(([name, value]) => [name, MASKED.has(name) ? '…' : value]);
  const text = Buffer.isBuffer(body) ? body.toString('utf8', 0, SHOWN_BODY_CHARS + 1) : body;
  const isLong = text.length > SHOWN_BODY_CHARS;
  return {
    method: 'POST',
    url,
    headers: Object.fromEntries(masked) as Record<string, string>,
    body: isLong ? `${text.slice(0, 1_000)}…<${body.length} bytes>` : text,
  };
}
