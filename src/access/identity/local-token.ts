// How the operator's commands on this machine show that they may read the data folder: a token of this run, told in
// `stablequeue.instance.json` (0600). It opens the console whatever STABLEQUEUE_AUTH says, from this machine only.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { isForwarded, isOfThisMachine } from '../http/client-address.js';

const PREFIX = 'sqlocal_';

@Injectable()
export class LocalToken {
  readonly value = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  private readonly bytes = Buffer.from(this.value);

  isIn(request: Request, bearer: string): boolean {
    if (!bearer.startsWith(PREFIX) || !isOfThisMachine(request) || isForwarded(request)) return false;
    const given = Buffer.from(bearer);
    return given.length === this.bytes.length && timingSafeEqual(given, this.bytes);
  }
}
