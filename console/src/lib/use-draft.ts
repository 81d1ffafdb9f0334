import { useState } from 'react';

export interface Draft<T> {
  value: T;
  set: <K extends keyof T>(name: K, value: T[K]) => void;
}

/** What is being written in a form. Give the form a `key` to begin anew. */
export function useDraft<T extends object>(initial: T | (() => T)): Draft<T> {
  const [value, setValue] = useState(initial);
  return { value, set: (name, next) => setValue((now) => ({ ...now, [name]: next })) };
}
