import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** What the worker hears at once, and what others ask it: in memory only, never the only way that work is found. */
@Injectable()
export class DeliverySignals {
  /** Something may be due: planned, replayed, resumed. */
  readonly work$ = new Subject<void>();
  private readonly sending = new Set<number>();

  /** Numbers of the deliveries that are being sent now. */
  underWay(): number[] {
    return [...this.sending];
  }

  begin(seq: number): void {
    this.sending.add(seq);
  }

  end(seq: number): void {
    this.sending.delete(seq);
  }
}
