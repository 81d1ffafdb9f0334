import { Inject, Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { AccessGuard } from './access.guard.js';
import { ACCESS_SETTINGS, accessWarnings, readAccessSettings } from './access-settings.js';
import { AdminLink } from './console/admin-link.js';
import { ConsoleAccess } from './console/console-access.js';
import { ConsolePassword } from './console/console-password.js';
import { ConsoleSessions } from './console/console-sessions.js';
import { ConsoleSessionsRepository } from './console/console-sessions.repository.js';
import { ConsoleSignIn } from './console/console-sign-in.js';
import { Invitation } from './console/invitation.js';
import { SessionController } from './console/session.controller.js';
import { SessionsController } from './console/sessions.controller.js';
import { EventTickets } from './identity/event-tickets.js';
import { EventTicketsController } from './identity/event-tickets.controller.js';
import { HeaderKeyStrategy } from './identity/header-key.strategy.js';
import { Identification } from './identity/identification.js';
import { KeyAuthenticator } from './identity/key-authenticator.js';
import { LocalToken } from './identity/local-token.js';
import { OpenStreams } from './identity/open-streams.js';
import { FailedAttempts } from './limits/failed-attempts.js';
import { RateLimits } from './limits/rate-limits.js';
import { RouteRules } from './route-rules.js';

/** Who calls, what that allows, and how often. `install-access.ts` puts it before every route. */
@Module({
  imports: [ApiKeysModule, DiscoveryModule, PassportModule],
  controllers: [SessionController, SessionsController, EventTicketsController],
  providers: [
    {
      provide: ACCESS_SETTINGS,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => readAccessSettings(settings),
    },
    { provide: APP_GUARD, useClass: AccessGuard },
    AdminLink,
    ConsoleAccess,
    ConsolePassword,
    ConsoleSessions,
    ConsoleSessionsRepository,
    ConsoleSignIn,
    EventTickets,
    FailedAttempts,
    HeaderKeyStrategy,
    Identification,
    KeyAuthenticator,
    Invitation,
    LocalToken,
    OpenStreams,
    RateLimits,
    RouteRules,
  ],
})
export class AccessModule implements OnApplicationBootstrap {
  private readonly logger = new Logger('Access');

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  onApplicationBootstrap(): void {
    for (const warning of accessWarnings(this.settings)) this.logger.warn(warning);
  }
}
