/** What the listeners' process tells in the end, as one line of JSON. */
export interface ListenerResult {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** Of all listeners together. */
  framesPerSecond: number;
  /** Events that the listener with the fewest got, and that with the most. */
  fewest: number;
  most: number;
}
