import { VERSION } from '../../version.js';
import type { AccessSettings } from '../access-settings.js';
import type { ConsoleSessionEntity } from '../console-session.entity.js';
import type { Principal } from '../contract/index.js';
import { nameOf } from './console-sessions.js';
import type { SessionDto, SessionWarningDto, SignedInBrowserDto } from './session.dto.js';

interface PasswordFacts {
  isSet: boolean;
  isFromEnvironment: boolean;
}

export function toSession(who: Principal, settings: AccessSettings, password: PasswordFacts): SessionDto {
  return {
    signed_in: who.kind !== 'nobody',
    kind: who.kind,
    via: who.via,
    name: who.name,
    scopes: [...who.scopes],
    auth: settings.mode,
    password_set: password.isSet,
    password_from_environment: password.isFromEnvironment,
    version: VERSION,
    warnings: who.kind === 'console' ? warningsOf(who, settings, password) : [],
  };
}

function warningsOf(who: Principal, settings: AccessSettings, password: PasswordFacts): SessionWarningDto[] {
  const warnings: SessionWarningDto[] = [];
  if (settings.mode === 'none') {
    const message = 'Everybody who reaches this server may do everything (STABLEQUEUE_AUTH=none).';
    warnings.push({ code: 'open_to_everybody', message });
  }
  if (who.via === 'session' && !password.isSet) {
    const message = 'No password has been set: other browsers need a new one-click link to sign in.';
    warnings.push({ code: 'no_password', message });
  }
  return warnings;
}

export function toBrowser(
  session: ConsoleSessionEntity,
  currentHash: string | undefined,
): SignedInBrowserDto {
  return {
    id: nameOf(session),
    signed_in_by: session.signedInBy,
    address: session.address,
    user_agent: session.userAgent,
    created: session.createdAt,
    last_seen: session.lastSeenAt,
    expires: session.expiresAt,
    current: session.idHash === currentHash,
  };
}
