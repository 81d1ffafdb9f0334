import { Module } from '@nestjs/common';
import { ServersModule } from '../servers/servers.module.js';
import { DatabaseFactsRepository } from './database-facts.repository.js';
import { StatisticsRepository } from './statistics.repository.js';
import { StatisticsService } from './statistics.service.js';
import { SystemController } from './system.controller.js';
import { SystemFacts } from './system-facts.js';
import { TasksController } from './tasks.controller.js';
import { UtilisationRepository } from './utilisation.repository.js';
import { UtilisationService } from './utilisation.service.js';

/** What an operator is told of the server itself: facts, logs, tasks, statistics. */
@Module({
  imports: [ServersModule],
  controllers: [SystemController, TasksController],
  providers: [
    DatabaseFactsRepository,
    StatisticsRepository,
    StatisticsService,
    SystemFacts,
    UtilisationRepository,
    UtilisationService,
  ],
})
export class SystemModule {}
