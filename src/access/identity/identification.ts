// Finds out who calls, for every request, before its body is read. Keys first: where one is sent, neither cookies nor
// loopback count. Then tickets of event streams, the console, and signed links of single images.
import { Injectable } from '@nestjs/common';
import type { NextFunction, Response } from 'express';
import { LinkSigner } from '../../secrets/link-signer.js';
import { InvalidTicketError } from '../access.errors.js';
import { ConsoleAccess } from '../console/console-access.js';
import { DEFAULT_DOOR, Principal } from '../contract/index.js';
import { readCredentials } from './credentials.js';
import { EventTickets } from './event-tickets.js';
import { known, NOBODY, refused, type IdentifiedRequest, type Identity } from './identity.js';
import { KeyAuthenticator } from './key-authenticator.js';
import { OpenStreams } from './open-streams.js';

/** As Express matches it: in any case, with or without a slash behind. */
const EVENTS_PATH = /^\/api\/v1\/events\/?$/i;
const IMAGES_PATH = '/api/v1/images/';

@Injectable()
export class Identification {
  constructor(
    private readonly keys: KeyAuthenticator,
    private readonly console: ConsoleAccess,
    private readonly tickets: EventTickets,
    private readonly links: LinkSigner,
    private readonly streams: OpenStreams,
  ) {}

  /** Express middleware. */
  readonly identify = (request: IdentifiedRequest, response: Response, next: NextFunction): void => {
    this.of(request, response).then((identity) => {
      request.identity = identity;
      request.principal = identity.principal;
      next();
    }, next);
  };

  private async of(request: IdentifiedRequest, response: Response): Promise<Identity> {
    const credentials = readCredentials(request);
    if (credentials) return this.keys.authenticate(credentials, request, response);
    const ticket = ticketOf(request);
    if (ticket !== null) return this.holderOf(ticket);
    const console = this.console.of(request, response);
    if (console) return console;
    return this.hasSignedLink(request) ? known(linkHolder()) : NOBODY;
  }

  /** Whoever made the ticket may have been shut out since. */
  private holderOf(ticket: string): Identity {
    const holder = this.tickets.take(ticket);
    return holder && this.streams.mayStay(holder) ? holder : refused(new InvalidTicketError());
  }

  private hasSignedLink({ method, path, query }: IdentifiedRequest): boolean {
    if (!path.startsWith(IMAGES_PATH) || (method !== 'GET' && method !== 'HEAD')) return false;
    return this.links.verify(path, query['exp'], query['sig']);
  }
}

function ticketOf({ method, path, query }: IdentifiedRequest): string | null {
  if (method !== 'GET' || !EVENTS_PATH.test(path)) return null;
  const ticket = query['ticket'];
  return typeof ticket === 'string' ? ticket : null;
}

/** May see that image, for this request. */
function linkHolder(): Principal {
  const nothing = { servers: [], appTypes: [], door: DEFAULT_DOOR };
  return new Principal({
    kind: 'nobody',
    keyId: null,
    name: 'link',
    via: 'link',
    scopes: ['gallery'],
    ...nothing,
  });
}
