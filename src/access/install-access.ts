// Everything that looks at a request before its route does, in the order in which it has to.
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccessLog } from '../api-keys/access-log.js';
import { Clock } from '../common/clock.js';
import { requestContext } from '../common/request-context.js';
import type { Settings } from '../config/settings.js';
import { ACCESS_SETTINGS, type AccessSettings } from './access-settings.js';
import { readBodies } from './http/bodies.js';
import { refuseCrossSite } from './http/cross-site.js';
import { rewriteDoorAddress } from './http/door-address.js';
import { checkHost, ownNames } from './http/host-check.js';
import { securityHeaders } from './http/security-headers.js';
import { Identification } from './identity/identification.js';
import { limitStrangers } from './limits/limit-strangers.js';
import { RateLimits } from './limits/rate-limits.js';
import { recordAccess } from './record-access.js';

export function installAccess(app: NestExpressApplication, settings: Settings): void {
  const { trustedProxies } = app.get<AccessSettings>(ACCESS_SETTINGS);
  app.set('trust proxy', trustedProxies.length ? trustedProxies : false);
  app.disable('x-powered-by');
  app.use(requestContext);
  // First of all: from here on no log can see a token that an address holds.
  app.use(rewriteDoorAddress);
  app.use(recordAccess(app.get(AccessLog, { strict: false }), app.get(Clock, { strict: false })));
  app.use(securityHeaders);
  app.use(checkHost(ownNames(settings)));
  app.use(refuseCrossSite(settings.PUBLIC_URL));
  app.use(app.get(Identification, { strict: false }).identify);
  app.use(limitStrangers(app.get(RateLimits, { strict: false })));
  readBodies(app);
}
