import type { Settings } from './settings.js';

const EVERYWHERE = ['0.0.0.0', '::', ''];

/** Where this machine reaches the server that has these settings. */
export function addressFor(settings: Pick<Settings, 'HOST' | 'PORT'>, port = settings.PORT): string {
  const host = EVERYWHERE.includes(settings.HOST) ? '127.0.0.1' : settings.HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
