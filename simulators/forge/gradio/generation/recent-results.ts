/** What a function of the page gave back: file addresses in it depend on who asks. */
export type Result = (root: string) => unknown[];

const rememberedResults = 2;

/** The last results of the web UI's jobs that did not fail, for the restore button. */
export class RecentResults {
  private readonly results: { taskId: string | null; result: Result }[] = [];

  record(taskId: string | null, result: Result): void {
    this.results.push({ taskId, result });
    if (this.results.length > rememberedResults) this.results.shift();
  }

  find(taskId: string | null): Result | null {
    return this.results.find((one) => one.taskId === taskId)?.result ?? null;
  }
}
