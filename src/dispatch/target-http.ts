// HTTP to generation servers: one undici agent per server for the short calls, a fresh connection for the call that
// takes as long as a generation. Owns connections, logins in headers and size limits; knows no endpoint.
import { rootCertificates } from 'node:tls';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Agent, buildConnector, request as undiciRequest, type Dispatcher as Undici } from 'undici';
import type { Target } from './contract/index.js';
import { logInToGradio } from './gradio-login.js';
import { TransportError, toTransportError } from './transport-error.js';

export interface HttpCall {
  method?: 'GET' | 'POST' | 'HEAD';
  /** Joined to the server's base URL, which may end in a path of its own. */
  path: string;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, in place of `json`. */
  content?: { bytes: Buffer; type: string };
  /** Until the answer is complete, milliseconds. */
  timeoutMs: number;
  /** Bytes of the answer at most; more is a TransportError `too_large`. Default 8 MB. */
  maxBytes?: number;
  signal?: AbortSignal;
  /** A POST that only asks, and may be sent again. */
  repeatable?: boolean;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;
/** uvicorn closes idle connections after 5 s; a reused one must be younger. */
const IDLE_MS = 3_000;
const CONNECT_MS = 5_000;

@Injectable()
export class TargetHttp implements OnModuleDestroy {
  private readonly agents = new Map<string, { key: string; agent: Agent }>();
  private readonly cookies = new Map<string, string>();

  /**
   * One short call.
   * @throws TransportError when no whole answer came
   */
  async call(target: Target, call: HttpCall): Promise<HttpAnswer> {
    const timeout = AbortSignal.timeout(call.timeoutMs);
    const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
    try {
      const answer = await this.retrying(target, call, signal);
      const wantsLogin = answer.status === 401 && target.credentials.type === 'gradio';
      if (!wantsLogin || !(await this.logIn(target, signal))) return answer;
      return await this.retrying(target, call, signal);
    } catch (error) {
      throw toTransportError(error);
    }
  }

  async onModuleDestroy(): Promise<void> {
    const agents = [...this.agents.values()];
    this.agents.clear();
    await Promise.all(agents.map(({ agent }) => agent.destroy()));
  }

  /** The pooled connection may have been closed by the server just before; calls that only ask are sent once more. */
  private async retrying(target: Target, call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
    const isSafe = call.repeatable ?? (call.method ?? 'GET') !== 'POST';
    try {
      return await this.once(target, call, signal);
    } catch (error) {
      if (!isSafe || toTransportError(error).failure !== 'reset' || signal.aborted) throw error;
    }
    return this.once(target, call, signal);
  }

  /** The cookie of the login, for connections that are no calls. */
  loginHeaders(target: Target): Record<string, string> {
    const cookie = this.cookies.get(target.id);
    return cookie !== undefined && target.credentials.type === 'gradio' ? { cookie } : {};
  }

  /** A fresh cookie (form login only). False: no such login is stored, or the server refuses it. */
  async logIn(target: Target, signal: AbortSignal): Promise<boolean> {
    const cookie = await logInToGradio(target, joinUrl(target, 'login'), this.agentOf(target), signal);
    if (cookie === null) return false;
    this.cookies.set(target.id, cookie);
    return true;
  }

  private async once(target: Target, call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
    const options = {
      ...requestOptions(target, call.method ?? 'GET', call.json),
      ...contentOf(target, call),
      signal,
    };
    Object.assign(options.headers, this.loginHeaders(target));
    const answer = await undiciRequest(joinUrl(target, call.path), {
      ...options,
      dispatcher: this.agentOf(target),
    });
    const body = await readBody(answer.body, call.maxBytes ?? DEFAULT_MAX_BYTES);
    return { status: answer.statusCode, headers: flatHeaders(answer.headers), body };
  }

  private agentOf(target: Target): Agent {
    const key = JSON.stringify([target.baseUrl, target.tls]);
    const known = this.agents.get(target.id);
    if (known?.key === key) return known.agent;
    if (known) void known.agent.close();
    const agent = new Agent({
      connections: 8,
      pipelining: 1,
      keepAliveTimeout: IDLE_MS,
      keepAliveMaxTimeout: IDLE_MS,
      connect: connectOptions(target),
    });
    this.agents.set(target.id, { key, agent });
    return agent;
  }
}

/** Joins a path to a base URL that may end in a path: never `new URL('/x', base)`, which would drop it. */
export function joinUrl(target: Target, path: string): string {
  return `${target.baseUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

export function connectOptions(target: Target): buildConnector.BuildOptions {
  const { verify, caPem } = target.tls;
  return {
    timeout: CONNECT_MS,
    rejectUnauthorized: verify,
    ...(caPem ? { ca: [...rootCertificates, caPem] } : {}),
  };
}

function contentOf(
  target: Target,
  call: HttpCall,
): Partial<{ headers: Record<string, string>; body: Buffer }> {
  const { content, method = 'POST' } = call;
  if (!content) return {};
  const { headers } = requestOptions(target, method);
  return { headers: { ...headers, 'content-type': content.type }, body: content.bytes };
}

export interface RequestOptions {
  method: 'GET' | 'POST' | 'HEAD';
  headers: Record<string, string>;
  body?: string;
}

export function requestOptions(
  target: Target,
  method: RequestOptions['method'],
  json?: unknown,
): RequestOptions {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'user-agent': 'StableQueue',
    ...target.extraHeaders,
  };
  const { credentials } = target;
  if (credentials.type === 'basic') {
    const pair = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
    headers['authorization'] = `Basic ${pair}`;
  }
  if (json === undefined) return { method, headers };
  return { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) };
}

/** The whole body, or a TransportError `too_large` as soon as it is longer than allowed. */
export async function readBody(body: Undici.ResponseData['body'], maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new TransportError('too_large', `the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

export function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
