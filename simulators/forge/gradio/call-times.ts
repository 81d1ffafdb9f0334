/** How long the calls of each function took; Gradio tells it with every result. Failed calls do not count. */
export class CallTimes {
  private readonly sums = new Map<number, { seconds: number; calls: number }>();

  /** The new average, seconds. */
  add(functionId: number, seconds: number): number {
    const sum = this.sums.get(functionId) ?? { seconds: 0, calls: 0 };
    sum.seconds += seconds;
    sum.calls += 1;
    this.sums.set(functionId, sum);
    return sum.seconds / sum.calls;
  }

  /** Seconds; null before the first call. */
  average(functionId: number): number | null {
    const sum = this.sums.get(functionId);
    return sum ? sum.seconds / sum.calls : null;
  }
}
