/** Whether an output of this type may go into an input of that one; `*` goes with everything. */
export function typesFit(received: string, wanted: string): boolean {
  if (received === wanted || received === '*' || wanted === '*') return true;
  const allowed = new Set(wanted.split(','));
  return received.split(',').every((type) => allowed.has(type));
}
