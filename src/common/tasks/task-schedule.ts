// Finds the methods that say `@ScheduledTask` and runs each at its time, through the book that remembers how it went.
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '../clock.js';
import { SCHEDULED_TASK, type TaskFacts } from './scheduled-task.js';
import { TaskBook, type OwnTask } from './task-book.js';

type Methods = Record<string, (() => unknown) | undefined>;

@Injectable()
export class TaskSchedule implements OnModuleInit, OnApplicationBootstrap {
  private tasks: OwnTask[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
    private readonly book: TaskBook,
    /** Ends the timers when the server stops. */
    private readonly timers: SchedulerRegistry,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tasks = this.discovery
      .getProviders()
      .filter(({ instance, metatype }) => instance && typeof metatype === 'function')
      .flatMap(({ instance }) => this.tasksOf(instance as object));
    for (const task of this.tasks) this.book.add(task);
  }

  onApplicationBootstrap(): void {
    for (const task of this.tasks) {
      const tick = (): void => {
        this.book.isDue(task.name, this.clock.now() + task.everyMs);
        void this.book.run(task.name);
      };
      this.book.isDue(task.name, this.clock.now() + task.everyMs);
      this.timers.addInterval(task.name, setInterval(tick, task.everyMs));
    }
  }

  private tasksOf(instance: object): OwnTask[] {
    const prototype = Object.getPrototypeOf(instance) as Methods | null;
    if (!prototype) return [];
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const facts = this.reflector.get<TaskFacts | undefined>(SCHEDULED_TASK, prototype[name]!);
      return facts ? [{ ...facts, run: () => (instance as Methods)[name]!() }] : [];
    });
  }
}
