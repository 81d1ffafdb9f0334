/** An image's address on the server that this page came from: others are not shown by it, however it was reached. */
export function pathOf(address: string): string {
  const { pathname, search } = new URL(address, window.location.origin);
  return pathname + search;
}
