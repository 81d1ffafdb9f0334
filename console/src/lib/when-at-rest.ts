/** Longer than a page takes to settle on a slow phone. */
const AT_LATEST_MS = 5_000;

/** Does something once the page has nothing better to do. @returns a function that takes it back */
export function whenAtRest(act: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, AT_LATEST_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(act, { timeout: AT_LATEST_MS });
  return () => cancelIdleCallback(handle);
}
