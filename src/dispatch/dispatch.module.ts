import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DispatcherRegistry } from './dispatcher-registry.js';
import { DISPATCHERS } from './providers/index.js';
import { TargetHttp } from './target-http.js';

/** Dispatchers of all app types, entered by the registry. */
@Module({
  imports: [DiscoveryModule],
  providers: [TargetHttp, DispatcherRegistry, ...DISPATCHERS],
  exports: [DispatcherRegistry],
})
export class DispatchModule {}
