import { Module } from '@nestjs/common';
import { ServersModule } from '../servers/servers.module.js';
import { DemoController } from './demo.controller.js';
import { DemoMachines } from './demo-machines.js';
import { DemoService } from './demo.service.js';

/** Simulated servers to try everything with. */
@Module({ imports: [ServersModule], controllers: [DemoController], providers: [DemoMachines, DemoService] })
export class DemoModule {}
