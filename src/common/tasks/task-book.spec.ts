import { Injectable, Logger } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { FakeClock } from '../../../test/support/temp-database.js';
import { CommonModule } from '../common.module.js';
import { NotFoundError } from '../errors.js';
import { ScheduledTask } from './scheduled-task.js';
import { TaskBook } from './task-book.js';
import { TasksModule } from './tasks.module.js';

beforeAll(() => {
  Logger.overrideLogger(false);
});

const FACTS = { description: 'Does something.', everyMs: 60_000 };

describe(TaskBook.name, () => {
  let book: TaskBook;
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
    book = new TaskBook(clock);
  });

  it('remembers when a task ran and how that went', async () => {
    let fails = false;
    book.add({ ...FACTS, name: 'one', run: () => (fails ? Promise.reject(new Error('no luck')) : 1) });
    expect(book.all()).toEqual([{ ...FACTS, name: 'one', running: false, lastRun: null, nextRunAt: null }]);
    await book.run('one');
    expect(book.all()[0]?.lastRun).toMatchObject({ startedAt: clock.now(), error: null });
    fails = true;
    clock.advance(1_000);
    await book.run('one');
    expect(book.all()[0]?.lastRun).toMatchObject({ startedAt: clock.now(), error: 'no luck' });
  });

  it('joins a run that is under way, and runs again after it', async () => {
    let runs = 0;
    let end = (): void => undefined;
    const run = (): Promise<void> => {
      runs += 1;
      return new Promise((resolve) => (end = resolve));
    };
    book.add({ ...FACTS, name: 'slow', run });
    const both = Promise.all([book.run('slow'), book.run('slow')]);
    expect(book.all()[0]?.running).toBe(true);
    end();
    await both;
    expect(runs).toBe(1);
    expect(book.all()[0]?.running).toBe(false);
    const again = book.run('slow');
    end();
    await again;
    expect(runs).toBe(2);
  });

  it('survives a task that throws before it has begun', async () => {
    book.add({
      ...FACTS,
      name: 'thrower',
      run: () => {
        throw new Error('at once');
      },
    });
    await book.run('thrower');
    expect(book.all()[0]?.lastRun?.error).toBe('at once');
  });

  it('knows nothing of other names, and takes each only once', () => {
    book.add({ ...FACTS, name: 'one', run: () => undefined });
    expect(() => book.run('two')).toThrow(NotFoundError);
    expect(() => book.run('__proto__')).toThrow(NotFoundError);
    expect(() => book.add({ ...FACTS, name: 'one', run: () => undefined })).toThrow('two tasks');
  });
});

@Injectable()
class Chores {
  runs = 0;

  @ScheduledTask({ name: 'sweep', description: 'Sweeps.', everyMs: 15 })
  sweep(): void {
    this.runs += 1;
  }
}

describe('a method that says it is a task', () => {
  it('runs at its times until the server stops, and is in the book', async () => {
    const module = await Test.createTestingModule({
      imports: [CommonModule, ScheduleModule.forRoot(), TasksModule],
      providers: [Chores],
    }).compile();
    await module.init();
    const [chores, book] = [module.get(Chores), module.get(TaskBook)];
    await eventually(() => chores.runs >= 2);
    const [sweep] = book.all();
    expect(sweep).toMatchObject({ name: 'sweep', everyMs: 15, lastRun: { error: null } });
    expect(sweep!.nextRunAt).toBeGreaterThan(Date.now() - 1_000);
    await module.close();
    const { runs } = chores;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(chores.runs).toBe(runs);
  });
});
