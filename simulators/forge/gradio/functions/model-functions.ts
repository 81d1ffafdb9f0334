import { changeOptions } from '../../option-change.js';
import { storedValue } from '../../option-rules.js';
import type { FunctionCall } from '../interface/ui-function.js';
import { unchanged } from '../interface/ui-function.js';

/** The dropdowns at the top of the page: they change the selection for everybody, queued jobs included. */

/** Forge: at once, without the queue lock; the next job loads. A name nobody knows is taken as it is. */
export function changeCheckpoint({ life, values }: FunctionCall): unknown[] {
  life.options.set('sd_model_checkpoint', values[0]);
  life.options.save();
  return [];
}

export function changeModules({ host, life, values }: FunctionCall): unknown[] {
  life.options.set(
    'forge_additional_modules',
    storedValue(host.settings, 'forge_additional_modules', values[0] ?? []),
  );
  life.options.save();
  return [];
}

/** A1111: loads the model before it answers, behind the running job; an unknown name is put back. */
export function changeSetting(key: string): (call: FunctionCall) => Promise<unknown[]> {
  return async ({ host, life, values: [value] }) => {
    const known = typeof value === 'string' && life.library.byAlias(value) !== null;
    if (known) await changeOptions(host.settings, life, { [key]: value });
    return [{ ...unchanged, value: life.options.get(key) }, JSON.stringify(life.options.all())];
  };
}
