import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { RunnerModule } from '../runner/runner.module.js';
import { ServersModule } from '../servers/servers.module.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

@Module({
  imports: [JobsModule, RunnerModule, ServersModule],
  controllers: [HealthController],
  providers: [HealthService],
})
export class HealthModule {}
