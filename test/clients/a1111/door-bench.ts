// Clients of the A1111 door in tests: the whole server over simulated servers, and each client's own way of calling.
import { request } from 'undici';
import {
  startForgeSimulator,
  type ForgeSimulator,
  type ForgeSimulatorOptions,
} from '../../../simulators/forge/index.js';
import { startApp, type RunningApp, type SettingsOverrides } from '../../support/start-app.js';

export interface DoorAnswer<T = unknown> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: T;
}

/** A key as the API hands it out once. */
export interface Credentials {
  key: string;
  secret: string;
}

export type Json = Record<string, unknown>;

/** What A1111 answers to a generation. */
export interface Generated {
  images: string[];
  parameters: Json;
  info: string;
}

const QUICK = { stepMs: 5, loadMs: 10, saveMs: 1 };

export class DoorBench {
  private readonly simulators: ForgeSimulator[] = [];

  private constructor(readonly running: RunningApp) {}

  static async open(settings: SettingsOverrides = {}): Promise<DoorBench> {
    return new DoorBench(await startApp(settings));
  }

  /** A server that StableQueue knows and that is online. */
  async serve(alias: string, options: ForgeSimulatorOptions = {}): Promise<ForgeSimulator> {
    const simulator = await startForgeSimulator({ ...QUICK, ...options });
    this.simulators.push(simulator);
    const app_type = options.dialect ?? 'forge';
    await this.running.api.addServer({ alias, base_url: simulator.url, app_type });
    return simulator;
  }

  /** A key of the console's making; `fields` as `POST /api/v1/api-keys` takes them. */
  async key(name: string, fields: Json = {}): Promise<Credentials> {
    const answer = await this.running.api.ok<Credentials>('POST', '/api/v1/api-keys', { name, ...fields });
    return { key: answer.key, secret: answer.secret };
  }

  /** A key for the address, for clients that can send no header. */
  async pathToken(name: string, fields: Json = {}): Promise<string> {
    const { api_key } = await this.running.api.ok<{ api_key: { id: number } }>('POST', '/api/v1/api-keys', {
      name,
      ...fields,
    });
    const answer = await this.running.api.ok<{ token: string }>(
      'POST',
      `/api/v1/api-keys/${api_key.id}/path-token`,
    );
    return answer.token;
  }

  client(headers: Record<string, string> = {}, prefix = ''): DoorClient {
    return new DoorClient(`${this.running.url}${prefix}`, headers);
  }

  async close(): Promise<void> {
    await this.running.stop();
    await Promise.all(this.simulators.splice(0).map((simulator) => simulator.close()));
  }
}

export class DoorClient {
  constructor(
    readonly url: string,
    private readonly headers: Record<string, string>,
  ) {}

  get<T = unknown>(path: string): Promise<DoorAnswer<T>> {
    return this.send<T>('GET', path);
  }

  post<T = unknown>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<DoorAnswer<T>> {
    return this.send<T>('POST', path, body, signal);
  }

  async send<T = unknown>(
    method: 'GET' | 'POST' | 'HEAD' | 'DELETE',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<DoorAnswer<T>> {
    const isForm = body instanceof URLSearchParams;
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
    const answer = await request(`${this.url}${path}`, {
      method,
      headers: { ...this.headers, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body: isForm ? body.toString() : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text, json: parsed(text) as T };
  }
}

export function basic({ key, secret }: Credentials): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` };
}

/** The first bytes of a PNG, from bare base64 as every client decodes it. */
export function isPng(base64: string | undefined): boolean {
  return (
    Buffer.from(base64 ?? '', 'base64')
      .subarray(1, 4)
      .toString('latin1') === 'PNG'
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
