import { Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import { TaskBook } from './tasks/task-book.js';

@Global()
@Module({ providers: [Clock, TaskBook], exports: [Clock, TaskBook] })
export class CommonModule {}
