import type { ClientLink } from '../../job.js';

/** The client behind a queued call: there until its stream or socket is gone. */
export class EventLink implements ClientLink {
  private gone = false;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly cut: () => void) {}

  get isGone(): boolean {
    return this.gone;
  }

  drop(): void {
    this.cut();
  }

  onGone(listener: () => void): void {
    this.listeners.push(listener);
  }

  leave(): void {
    if (this.gone) return;
    this.gone = true;
    this.listeners.forEach((listener) => listener());
  }
}
