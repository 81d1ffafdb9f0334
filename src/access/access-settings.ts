// What the settings say about access, worked out once: the start stops at what cannot be used.
import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import { errorText } from '../common/errors.js';
import { BadSettingsError, type Settings } from '../config/settings.js';
import { isLoopback } from './http/client-address.js';

const MIN_PASSWORD_CHARS = 8;
const GOOD_TOKEN_CHARS = 32;
/** Express knows these words. */
const PROXY_WORDS = new Set(['loopback', 'linklocal', 'uniquelocal']);

export interface AccessSettings {
  mode: Settings['STABLEQUEUE_AUTH'];
  /** Nobody but this machine can reach the port. */
  boundToLoopback: boolean;
  /** For Express's `trust proxy`; empty for none. */
  trustedProxies: string[];
  proxyUserHeader: string | null;
  /** Of the environment; null when it has none. */
  adminPassword: string | null;
}

/** Injection token of the settings above. */
export const ACCESS_SETTINGS = Symbol('access settings');

/** @throws BadSettingsError naming the variable */
export function readAccessSettings(settings: Settings): AccessSettings {
  const trustedProxies = listOf(settings.TRUSTED_PROXIES);
  const bad = trustedProxies.find((range) => !isRange(range));
  if (bad !== undefined) {
    throw new BadSettingsError(
      `These settings cannot be used:\n  TRUSTED_PROXIES: "${bad}" is no address and no range like 172.16.0.0/12`,
    );
  }
  if (settings.AUTH_PROXY_HEADER && !trustedProxies.length) {
    throw new BadSettingsError(
      'These settings cannot be used:\n  AUTH_PROXY_HEADER needs TRUSTED_PROXIES: whose header is to be believed?',
    );
  }
  return {
    mode: settings.STABLEQUEUE_AUTH,
    boundToLoopback: isLoopbackName(settings.HOST),
    trustedProxies,
    proxyUserHeader: settings.AUTH_PROXY_HEADER?.toLowerCase() ?? null,
    adminPassword:
      settings.STABLEQUEUE_ADMIN_PASSWORD ?? passwordIn(settings.STABLEQUEUE_ADMIN_PASSWORD_FILE),
  };
}

/** What works, but lets in more people than its owner may think. */
export function accessWarnings(settings: Pick<Settings, 'STABLEQUEUE_AUTH' | 'AUTH_TOKEN'>): string[] {
  const token = settings.AUTH_TOKEN;
  return [
    ...(settings.STABLEQUEUE_AUTH === 'none'
      ? ['STABLEQUEUE_AUTH=none: everybody who reaches this server may do everything.']
      : []),
    ...(token !== undefined && token.length < GOOD_TOKEN_CHARS
      ? [
          `AUTH_TOKEN has fewer than ${GOOD_TOKEN_CHARS} characters and may be guessed; "openssl rand -hex 32" makes a better one.`,
        ]
      : []),
  ];
}

export function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

function isRange(text: string): boolean {
  return PROXY_WORDS.has(text) || ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

function isLoopbackName(host: string): boolean {
  return isLoopback(host) || /^([^.]+\.)*localhost$/i.test(host);
}

function passwordIn(file: string | undefined): string | null {
  if (file === undefined) return null;
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new BadSettingsError(
      `These settings cannot be used:\n  STABLEQUEUE_ADMIN_PASSWORD_FILE=${file}: ${errorText(error)}`,
    );
  }
  if (text.length >= MIN_PASSWORD_CHARS) return text;
  throw new BadSettingsError(
    `These settings cannot be used:\n  STABLEQUEUE_ADMIN_PASSWORD_FILE=${file}: the password in it needs at least ${MIN_PASSWORD_CHARS} characters`,
  );
}
