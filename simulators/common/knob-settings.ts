/**
 * How a way to misbehave is set: a plain value stays in force; `times` limits it to the next n
 * generations (requests, for those about requests), `match` to what contains the text. null
 * switches off.
 */
export type KnobSetting<T> = T | LimitedSetting<T> | null;

interface LimitedSetting<T> {
  value: T;
  times?: number;
  match?: string;
}

type KnobsOf<V> = { [K in keyof V]?: KnobSetting<V[K]> };

/** The value of a knob if it applies to `subject` now, counting down its `times`. */
export function takeSetting<V, K extends keyof V>(
  knobs: KnobsOf<V>,
  name: K,
  subject = '',
): V[K] | undefined {
  const setting: KnobSetting<V[K]> | undefined = knobs[name];
  if (setting === undefined || setting === null || setting === false) return undefined;
  if (!isLimited(setting)) return setting;
  if (setting.match !== undefined && !subject.includes(setting.match)) return undefined;
  if (setting.times === undefined) return setting.value;
  if (setting.times <= 0) return undefined;
  setting.times -= 1;
  return setting.value;
}

function isLimited<T>(setting: T | LimitedSetting<T>): setting is LimitedSetting<T> {
  return typeof setting === 'object' && setting !== null && 'value' in setting;
}

/** True while a knob is set at all, even if its `times` are used up: a hanging job hangs on. */
export function isSettingOn<V>(knobs: KnobsOf<V>, name: keyof V): boolean {
  return knobs[name] !== undefined && knobs[name] !== null && knobs[name] !== false;
}

/** A knob object that tells when one is turned, whether in code or over HTTP. */
export function watchKnobs<T extends object>(initial: T, onTurned: (name: string) => void): T {
  return new Proxy<T>(
    { ...initial },
    {
      set(target, name, value) {
        const done = Reflect.set(target, name, value);
        onTurned(String(name));
        return done;
      },
    },
  );
}
