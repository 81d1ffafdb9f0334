// EventSource can send no headers: whoever wants to listen asks for a ticket first and puts it into the address. It
// works once, for a minute, so it is worth nothing in a log or a browser's history.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import type { Identity } from './identity.js';

export const TICKET_SECONDS = 60;
/** Unused ones; the oldest go first. */
const REMEMBERED = 10_000;

@Injectable()
export class EventTickets {
  private readonly tickets = new Map<string, { identity: Identity; expiresAt: number }>();

  constructor(private readonly clock: Clock) {}

  make(identity: Identity): string {
    const ticket = randomBytes(24).toString('base64url');
    this.tickets.set(ticket, { identity, expiresAt: this.clock.now() + TICKET_SECONDS * 1000 });
    for (const [oldest, { expiresAt }] of this.tickets) {
      if (expiresAt > this.clock.now() && this.tickets.size <= REMEMBERED) break;
      this.tickets.delete(oldest);
    }
    return ticket;
  }

  /** Once. */
  take(ticket: string): Identity | null {
    const found = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    return found && found.expiresAt > this.clock.now() ? found.identity : null;
  }
}
