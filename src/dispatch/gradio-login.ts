// The form login of Gradio (`--gradio-auth`): a cookie, whose very name changes whenever the server restarts.
import { request, type Agent } from 'undici';
import type { Target } from './contract/index.js';

const LOGIN_MS = 10_000;

/** The `cookie` header that the server gave us; null when it refuses the login or has none. */
export async function logInToGradio(
  target: Target,
  url: string,
  agent: Agent,
  signal: AbortSignal,
): Promise<string | null> {
  const { credentials } = target;
  if (credentials.type !== 'gradio') return null;
  const form = new URLSearchParams({ username: credentials.username, password: credentials.password });
  const answer = await request(url, {
    method: 'POST',
    headers: { ...target.extraHeaders, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    dispatcher: agent,
    signal: AbortSignal.any([signal, AbortSignal.timeout(LOGIN_MS)]),
  });
  await answer.body.dump();
  const given = answer.headers['set-cookie'] ?? [];
  if (answer.statusCode !== 200) return null;
  const cookies = (Array.isArray(given) ? given : [given]).map((cookie) => cookie.split(';')[0] ?? '');
  return cookies.filter((cookie) => cookie.includes('=')).join('; ') || null;
}
