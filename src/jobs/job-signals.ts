import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** What the runner hears at once from the people's side: in memory, after commit, never the only way it learns of it. */
@Injectable()
export class JobSignals {
  /** There may be something to run: a submit, an edit, a resumed queue. */
  readonly work$ = new Subject<void>();
  /** This running job was cancelled (its id). */
  readonly cancelled$ = new Subject<string>();
}
