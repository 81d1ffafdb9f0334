import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DispatcherRegistry } from './dispatcher-registry.js';
import { DISPATCHERS } from './providers/index.js';
import { TargetHttp } from './target-http.js';
import { WorkflowTemplates } from './workflow-templates.js';

/** Dispatchers of all app types, entered by the registry. */
@Module({
  imports: [DiscoveryModule],
  providers: [TargetHttp, WorkflowTemplates, DispatcherRegistry, ...DISPATCHERS],
  exports: [DispatcherRegistry, WorkflowTemplates],
})
export class DispatchModule {}
