import { Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/dispatch.module.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { BusyMarksRepository } from './hooks/busy-marks.repository.js';
import { InventoryCache } from './inventory-cache.js';
import { ServerAnnouncer } from './server-announcer.js';
import { ServerChecksController } from './server-checks.controller.js';
import { ServerChecks } from './server-checks.js';
import { ServerFleet } from './server-fleet.js';
import { ServerForm } from './server-form.js';
import { ServerProbe } from './server-probe.js';
import { ServerProber } from './server-prober.js';
import { ServersController } from './servers.controller.js';
import { ServersRepository } from './servers.repository.js';
import { ServersService } from './servers.service.js';

/** Server records, their secrets, how they are and what they have. */
@Module({
  imports: [DispatchModule, OutboundModule],
  controllers: [ServerChecksController, ServersController],
  providers: [
    BusyMarksRepository,
    ServersRepository,
    InventoryCache,
    ServerFleet,
    ServerForm,
    ServerProbe,
    ServerProber,
    ServerAnnouncer,
    ServerChecks,
    ServersService,
  ],
  exports: [BusyMarksRepository, ServersService, ServerFleet],
})
export class ServersModule {}
