// From a frozen message to the form that its receiver expects.
import { Injectable } from '@nestjs/common';
import { isJsonObject, parseJson } from '../../common/json.js';
import { LinkSigner } from '../../secrets/link-signer.js';
import { withFreshLinks } from '../fresh-links.js';
import type { Payload } from '../message-payload.js';
import type { Receiver } from '../receivers.js';
import { discord, ntfy, slack, telegram } from './chat-templates.js';
import { JSON_HEADERS, type Rendered, type TemplateInput } from './message.js';
import { SdapiTemplate } from './sdapi-template.js';

const SMALL_BYTES = 8 * 1024 * 1024;
const SMALL_FORMS = { discord, slack, ntfy, telegram, standard };

@Injectable()
export class MessageForms {
  /** Messages with large images inside take much memory: one at a time. */
  private large: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly sdapi: SdapiTemplate,
    private readonly links: LinkSigner,
  ) {}

  /** Hands the message in its form to `use`; a large one is forgotten after that. */
  async using<T>(
    message: { payloadJson: string },
    receiver: Receiver,
    use: (rendered: Rendered, receiver: Receiver) => Promise<T>,
  ): Promise<T> {
    const stored = readPayload(message.payloadJson);
    const payload = withFreshLinks(stored, this.links);
    const input = {
      url: receiver.url,
      payload,
      payloadJson: payload === stored ? message.payloadJson : JSON.stringify(payload),
      options: receiver.options,
    };
    if (receiver.template !== 'sdapi') return use(SMALL_FORMS[receiver.template](input), receiver);
    if ((await this.sdapi.imageBytes(input)) <= SMALL_BYTES)
      return use(await this.sdapi.render(input), receiver);
    const turn = this.large.then(async () => use(await this.sdapi.render(input), receiver));
    // The next one waits for this one whatever becomes of it.
    this.large = turn.catch(() => undefined);
    return turn;
  }
}

function standard({ url, payloadJson }: TemplateInput): Rendered {
  return { url, headers: JSON_HEADERS, body: payloadJson };
}

function readPayload(json: string): Payload {
  const value = parseJson(json);
  if (!isJsonObject(value) || typeof value['type'] !== 'string' || !isJsonObject(value['data']))
    throw new Error('The stored message is not in a form that this version knows.');
  return { type: value['type'], timestamp: String(value['timestamp']), data: value['data'] };
}
