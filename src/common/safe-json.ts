// JSON may name `__proto__` or nest without end; nothing has a use for either, and code that merges or walks objects
// may stumble over both. Bodies are looked at in `access/http/safe-json.ts`, texts that hold JSON by whoever reads them.
const MAX_DEPTH = 100;

export interface Unsafe {
  path: string;
  message: string;
}

/** The first one; cheap, as a string of any length counts as one value. */
export function findUnsafe(value: unknown, depth = 0): Unsafe | null {
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_DEPTH) return { path: '…', message: `nested deeper than ${MAX_DEPTH} levels` };
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key];
    const unsafe = isPolluting(value, key)
      ? { path: '', message: 'this name is not allowed' }
      : findUnsafe(item, depth + 1);
    if (unsafe) return { ...unsafe, path: unsafe.path === '' ? key : joined(key, unsafe.path, depth) };
  }
  return null;
}

/** `Object.keys` shows what JSON.parse made an own property; reading it by name would give the prototype's. */
function isPolluting(holder: object, key: string): boolean {
  if (key === '__proto__') return true;
  if (key !== 'constructor') return false;
  const item: unknown = Object.getOwnPropertyDescriptor(holder, key)?.value;
  return typeof item === 'object' && item !== null && Object.hasOwn(item, 'prototype');
}

/** The first few levels say enough. */
function joined(key: string, rest: string, depth: number): string {
  return depth < 10 ? `${key}.${rest}` : '…';
}
