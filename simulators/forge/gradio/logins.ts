import { randomBytes } from 'node:crypto';
import type { Dialect } from '../dialects/dialect.js';

/**
 * Who is logged in with --gradio-auth. Two cookies carry the same token, one for HTTPS only; on
 * Gradio 4 their names end in something random of this process, so a restart ends every login.
 */
export class Logins {
  private readonly users = new Map<string, string>();
  private readonly suffix: string;

  constructor(
    dialect: Dialect,
    private readonly expected: { user: string; password: string } | null,
  ) {
    this.suffix = dialect.streamsResults ? `-${randomBytes(32).toString('base64url')}` : '';
  }

  get isNeeded(): boolean {
    return this.expected !== null;
  }

  /** The Set-Cookie headers, or null for wrong credentials. */
  logIn(user: string, password: string): string[] | null {
    if (user !== this.expected?.user || password !== this.expected.password) return null;
    const token = randomBytes(16).toString('base64url');
    this.users.set(token, user);
    return [
      `access-token${this.suffix}=${token}; HttpOnly; Path=/; SameSite=none; Secure`,
      `access-token-unsecure${this.suffix}=${token}; HttpOnly; Path=/; SameSite=lax`,
    ];
  }

  /** The user a Cookie header belongs to. */
  userOf(cookies: string | undefined): string | null {
    const names = [`access-token${this.suffix}`, `access-token-unsecure${this.suffix}`];
    for (const pair of (cookies ?? '').split(/;\s*/)) {
      const [name = '', token = ''] = pair.split(/=(.*)/s);
      const user = names.includes(name) ? this.users.get(token) : undefined;
      if (user !== undefined) return user;
    }
    return null;
  }
}
