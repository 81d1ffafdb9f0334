import { setOptions } from './option-rules.js';
import { pause } from '../common/pause.js';
import { PythonError } from './python-errors.js';
import type { ServerLife } from './server-life.js';
import type { Settings } from './simulator-options.js';

/**
 * Sets options for good, as POST /options and the web UI do. On A1111 a change of checkpoint waits
 * for the running job and loads the model before this resolves.
 * @throws PythonError for an unknown checkpoint or option
 */
export async function changeOptions(
  settings: Settings,
  life: ServerLife,
  values: Record<string, unknown>,
): Promise<void> {
  const before = life.options.get('sd_model_checkpoint');
  setOptions(settings, life, values);
  const mayLoad = settings.dialect.loadsEagerly && typeof values['sd_model_checkpoint'] === 'string';
  if (!mayLoad || !needsLoad(life)) return;
  try {
    await life.lock.run(() => life.slot.ensure(() => pause(settings.loadMs, life.signal)));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    // As A1111: the failure goes to its log only, the option goes back, the client hears nothing.
    life.options.note('sd_model_checkpoint', before);
  }
  life.options.save();
}

function needsLoad(life: ServerLife): boolean {
  return life.library.select(life.options.get('sd_model_checkpoint')) !== life.slot.checkpoint;
}
