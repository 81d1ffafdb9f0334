// HTTP to addresses that came from outside (webhooks): what may be dialled is `address-policy.ts`'s to say. Follows no
// redirect, unpacks nothing, reads little, and gives every call a connection of its own that is checked anew.
import { Injectable } from '@nestjs/common';
import { Client, type Dispatcher } from 'undici';
import { AddressPolicy } from './address-policy.js';
import { checkedConnector, CONNECT_MS } from './checked-connector.js';
import { NameResolver } from './name-resolver.js';
import { OutboundError, toOutboundError } from './outbound-error.js';

export interface OutboundCall {
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** From the beginning to the end of the answer. */
  timeoutMs: number;
  /** Of the answer; what is longer is cut. Default 64 kB, which is also the most. */
  maxBytes?: number;
  signal?: AbortSignal;
}

export interface OutboundAnswer {
  /** Any; 3xx too, as redirects are answers. */
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** There was more than `maxBytes`. */
  cut: boolean;
}

const MOST_BYTES = 64 * 1024;

@Injectable()
export class OutboundHttp {
  private readonly connect;

  constructor(
    private readonly policy: AddressPolicy,
    resolver: NameResolver,
  ) {
    this.connect = checkedConnector(policy, resolver);
  }

  /** @throws OutboundError; its `failure` is `address_not_allowed` for what the policy refuses */
  async send(call: OutboundCall): Promise<OutboundAnswer> {
    const url = this.policy.checkUrl(call.url);
    const timeout = AbortSignal.timeout(call.timeoutMs);
    const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
    const client = new Client(url.origin, {
      connect: this.connect,
      connectTimeout: CONNECT_MS,
      pipelining: 1,
    });
    try {
      return await untilAborted(this.exchange(client, url, call, signal), signal);
    } catch (error) {
      if (call.signal?.aborted) throw new OutboundError('aborted', 'Given up.', { cause: error });
      if (timeout.aborted) throw toOutboundError(timeout.reason);
      throw toOutboundError(error);
    } finally {
      // An open connection that nobody reads would be kept by a receiver that hangs.
      await client.destroy().catch(() => undefined);
    }
  }

  private async exchange(
    client: Client,
    url: URL,
    call: OutboundCall,
    signal: AbortSignal,
  ): Promise<OutboundAnswer> {
    const answer = await client.request({
      method: call.method,
      path: `${url.pathname}${url.search}`,
      headers: { accept: '*/*', ...call.headers },
      body: call.body ?? null,
      signal,
      reset: true,
      headersTimeout: call.timeoutMs,
      bodyTimeout: call.timeoutMs,
    });
    const { bytes, cut } = await readStart(answer.body, Math.min(call.maxBytes ?? MOST_BYTES, MOST_BYTES));
    return { status: answer.statusCode, headers: flat(answer.headers), body: bytes, cut };
  }
}

/** Resolving a name and connecting do not listen to the signal. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}

async function readStart(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
): Promise<{ bytes: Buffer; cut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (length > maxBytes) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), cut: length > maxBytes };
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
