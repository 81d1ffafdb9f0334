// The first way in: where signing in is needed and no password exists, a start prints a one-click link.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ACCESS_SETTINGS, type AccessSettings } from '../access-settings.js';
import { AdminLink, LINK_FILE, LINK_HOURS, linkPath } from './admin-link.js';
import { ConsolePassword } from './console-password.js';

@Injectable()
export class Invitation {
  private readonly logger = new Logger('Access');

  constructor(
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
    private readonly password: ConsolePassword,
    private readonly link: AdminLink,
  ) {}

  /** What to print, once, for the eyes of whoever started the server; null when nobody needs a link. */
  async atStart(address: string): Promise<string | null> {
    const { mode, boundToLoopback } = this.settings;
    if (mode === 'none' || (mode === 'auto' && boundToLoopback) || this.password.isSet) return null;
    if (await this.link.isOpen()) {
      this.logger.log(`The one-click link of an earlier start still works; its token is in ${LINK_FILE}.`);
      return null;
    }
    const url = `${address.replace(/\/$/, '')}${linkPath(await this.link.make())}`;
    return framed([
      'Sign in to StableQueue with this link:',
      '',
      `  ${url}`,
      '',
      `It works once, within ${LINK_HOURS} hours. From another machine, put this one's name or address`,
      'in its place. A new link: npm run cli -- admin-link',
    ]);
  }
}

/** No bars at the sides: terminals would take them for a part of the link. */
function framed(lines: string[]): string {
  const bar = '═'.repeat(Math.max(...lines.map((line) => line.length)));
  return `\n${bar}\n${lines.join('\n')}\n${bar}\n\n`;
}
