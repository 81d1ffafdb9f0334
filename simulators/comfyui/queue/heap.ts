/** Python's heapq, whose layout GET /queue shows. */
export function heapPush<T>(heap: T[], item: T, before: (a: T, b: T) => boolean): void {
  heap.push(item);
  moveUp(heap, 0, heap.length - 1, before);
}

export function heapPop<T>(heap: T[], before: (a: T, b: T) => boolean): T | undefined {
  const last = heap.pop();
  const [first] = heap;
  if (last === undefined || first === undefined) return last;
  heap[0] = last;
  moveDown(heap, 0, before);
  return first;
}

export function heapify<T>(heap: T[], before: (a: T, b: T) => boolean): void {
  for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at--) moveDown(heap, at, before);
}

function moveUp<T>(heap: T[], start: number, from: number, before: (a: T, b: T) => boolean): void {
  const item = heap[from] as T;
  let at = from;
  while (at > start) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt] as T;
    if (!before(item, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = item;
}

/** Down to a leaf along the smaller children first, then up again: as heapq does, not the textbook. */
function moveDown<T>(heap: T[], start: number, before: (a: T, b: T) => boolean): void {
  const item = heap[start] as T;
  let at = start;
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    const right = child + 1;
    if (right < heap.length && !before(heap[child] as T, heap[right] as T)) child = right;
    heap[at] = heap[child] as T;
    at = child;
  }
  heap[at] = item;
  moveUp(heap, start, at, before);
}
