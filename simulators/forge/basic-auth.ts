import { HttpException } from './python-errors.js';

/**
 * Checks the Basic credentials of --api-auth, before the body is looked at.
 * @throws HttpException 401 in the three wordings the web framework has.
 */
export function checkBasicAuth(
  header: string | undefined,
  expected: { user: string; password: string },
): void {
  const [scheme = '', credentials = ''] = (header ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic' || credentials === '') throw unauthorized('Not authenticated');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(credentials)) throw unauthorized('Invalid authentication credentials');
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  if (!decoded.includes(':')) throw unauthorized('Invalid authentication credentials');
  if (decoded !== `${expected.user}:${expected.password}`)
    throw unauthorized('Incorrect username or password');
}

export function unauthorized(detail: string): HttpException {
  return new HttpException(401, detail, { 'www-authenticate': 'Basic' });
}
