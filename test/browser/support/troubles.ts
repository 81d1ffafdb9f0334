// Everything that goes wrong in a browser without anybody seeing it: console errors and warnings (blocked by the
// Content-Security-Policy among them), uncaught errors, requests that failed.
import type { BrowserContext, ConsoleMessage, Request } from 'playwright-core';

const LOUD = new Set(['error', 'warning']);
/** A page that is left, or a query that is not wanted any more, ends its requests. */
const LEFT = 'net::ERR_ABORTED';

export class Troubles {
  private seen: string[] = [];
  private readonly expected: RegExp[] = [];

  watch(context: BrowserContext): void {
    context.on('console', (message) => this.hear(message));
    context.on('weberror', (error) => this.note(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on('requestfailed', (request) => this.fail(request));
  }

  /** For tests that break something on purpose; until `forget`. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  get all(): readonly string[] {
    return this.seen.filter((line) => !this.expected.some((pattern) => pattern.test(line)));
  }

  forget(): void {
    this.seen = [];
    this.expected.length = 0;
  }

  private hear(message: ConsoleMessage): void {
    if (!LOUD.has(message.type())) return;
    this.note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  }

  private fail(request: Request): void {
    const reason = request.failure()?.errorText ?? 'failed';
    if (reason !== LEFT) this.note(`request: ${request.method()} ${request.url()} ${reason}`);
  }

  private note(line: string): void {
    this.seen.push(line);
  }
}
