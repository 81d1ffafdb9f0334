// Whether a generation request is answered at once with an id, or held until its images are there. Pure.
import type { DoorSettings } from '../../../access/contract/index.js';

export type AnswerMode = 'sync' | 'async';

export interface ModeFacts {
  /** Under `/a1111/…`. */
  entersSync: boolean;
  /** The `Prefer` header. */
  prefer: string | undefined;
  keyMode: DoorSettings['sdapiMode'];
  /** SDAPI_MODE. */
  defaultMode: 'async' | 'sync' | 'auto';
  /** The request says whom to tell. */
  hasWebhook: boolean;
}

/** The address decides, then the request itself, then the key's setting, then the server's. */
export function answerMode(facts: ModeFacts): AnswerMode {
  if (facts.entersSync) return 'sync';
  const preferred = preferredMode(facts.prefer);
  if (preferred) return preferred;
  const mode = facts.keyMode ?? facts.defaultMode;
  if (mode !== 'auto') return mode;
  return facts.hasWebhook ? 'async' : 'sync';
}

/** RFC 7240; a client that names both can live with either, and an id is never too late. */
function preferredMode(prefer: string | undefined): AnswerMode | null {
  const preferences = (prefer ?? '').split(/[,;]/).map((one) => one.trim().toLowerCase());
  if (preferences.includes('respond-async')) return 'async';
  return preferences.some((one) => one === 'wait' || one.startsWith('wait=')) ? 'sync' : null;
}
