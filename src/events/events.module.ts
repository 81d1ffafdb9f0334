import { Global, Module } from '@nestjs/common';
import { EventBus } from './event-bus.js';
import { EventsController } from './events.controller.js';
import { EventsRepository } from './events.repository.js';
import { EventStream } from './event-stream.js';
import { EventsPruner } from './events-pruner.js';

/** What happened, for everyone who listens. */
@Global()
@Module({
  controllers: [EventsController],
  providers: [EventBus, EventsRepository, EventStream, EventsPruner],
  exports: [EventBus, EventStream],
})
export class EventsModule {}
