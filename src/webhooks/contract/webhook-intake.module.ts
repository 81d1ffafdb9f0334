import { Module } from '@nestjs/common';
import { OutboundModule } from '../../outbound/outbound.module.js';
import { WebhookIntake } from './webhook-intake.js';

@Module({ imports: [OutboundModule], providers: [WebhookIntake], exports: [WebhookIntake] })
export class WebhookIntakeModule {}
