import { text } from '../../../text';
import { hasOwnForm } from '../draft/draft';
import { useDraft, usePicture } from '../draft/draft-store';
import { readScripts } from '../draft/to-request';

/** Why nothing can be queued now; null when it can. */
export function useBlocked(): string | null {
  const appType = useDraft('appType');
  const mode = useDraft('mode');
  const scripts = useDraft('scripts');
  const picture = usePicture();
  if (!hasOwnForm(appType)) return null;
  if (mode !== 'text' && picture === null) return text.generate.needsPicture;
  return readScripts(scripts).problem === null ? null : text.generate.scriptsBroken;
}
