import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SETTINGS, type Settings } from '../config/settings.js';
import { listeningPort } from '../outbound/listening-port.js';

/** Where this server is found, as far as it can know without being asked there. */
@Injectable()
export class BaseUrl {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Without a slash at the end. */
  get(): string {
    const { PUBLIC_URL, HOST, PORT } = this.settings;
    if (PUBLIC_URL) return PUBLIC_URL.replace(/\/+$/, '');
    const port = listeningPort(this.http) ?? PORT;
    const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST;
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }
}
