import { Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/dispatch.module.js';
import { WorkflowReader } from './workflow-reader.js';
import { WorkflowsController } from './workflows.controller.js';
import { WorkflowsRepository } from './workflows.repository.js';
import { WorkflowsService } from './workflows.service.js';

/** Workflows that jobs call by a name. */
@Module({
  imports: [DispatchModule],
  controllers: [WorkflowsController],
  providers: [WorkflowsRepository, WorkflowReader, WorkflowsService],
})
export class WorkflowsModule {}
