import { Module } from '@nestjs/common';
import { WebhookIntake } from './webhook-intake.js';

@Module({ providers: [WebhookIntake], exports: [WebhookIntake] })
export class WebhookIntakeModule {}
