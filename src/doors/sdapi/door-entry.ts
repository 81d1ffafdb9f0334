import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { RequestWithPrincipal } from '../../access/contract/index.js';

/** By which of the door's addresses a request came in. */
export interface Entry {
  /** `/a1111/…`: the images are in the answer, whatever the key's setting says. */
  sync: boolean;
  /** `/a1111/<alias>/…`: only this server. */
  alias: string | null;
}

export const EnteredBy = createParamDecorator((_data: unknown, context: ExecutionContext): Entry => {
  return entryOf(context.switchToHttp().getRequest<RequestWithPrincipal>());
});

export function entryOf(request: RequestWithPrincipal): Entry {
  return request.door ?? { sync: false, alias: null };
}
