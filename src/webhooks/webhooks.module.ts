import { Module } from '@nestjs/common';
import { GalleryModule } from '../gallery/gallery.module.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { BaseUrl } from './base-url.js';
import { WebhookIntakeModule } from './contract/webhook-intake.module.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryLogRepository } from './delivery-log.repository.js';
import { DeliverySender } from './delivery-sender.js';
import { DeliverySignals } from './delivery-signals.js';
import { DeliveryTries } from './delivery-tries.js';
import { DeliveryWorker } from './delivery-worker.js';
import { EventsCursorRepository } from './events-cursor.repository.js';
import { MessageFactsRepository } from './message-facts.repository.js';
import { MessageMaker } from './message-maker.js';
import { OutcomesRepository } from './outcomes.repository.js';
import { PlanRepository } from './plan.repository.js';
import { ProgressMessages } from './progress-messages.js';
import { ProgressTeller } from './progress-teller.js';
import { ReceiverDirectory } from './receiver-directory.js';
import { Receivers } from './receivers.js';
import { SubscriptionForm } from './subscription-form.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';
import { SubscriptionsService } from './subscriptions.service.js';
import { MessageForms } from './templates/message-forms.js';
import { SdapiTemplate } from './templates/sdapi-template.js';
import { TestPing } from './test-ping.js';
import { WebhookPlanner } from './webhook-planner.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksPruner } from './webhooks-pruner.js';

/** Tells other programs what happened. How jobs and bulks take their own webhook in is `contract/`. */
@Module({
  imports: [OutboundModule, WebhookIntakeModule, GalleryModule],
  // `deliveries` would otherwise be taken for the id of a subscription.
  controllers: [DeliveriesController, WebhooksController],
  providers: [
    BaseUrl,
    DeliveriesRepository,
    DeliveriesService,
    DeliveryLogRepository,
    DeliverySender,
    DeliverySignals,
    DeliveryTries,
    DeliveryWorker,
    EventsCursorRepository,
    MessageFactsRepository,
    MessageForms,
    MessageMaker,
    OutcomesRepository,
    PlanRepository,
    ProgressMessages,
    ProgressTeller,
    ReceiverDirectory,
    Receivers,
    SdapiTemplate,
    SubscriptionForm,
    SubscriptionsRepository,
    SubscriptionsService,
    TestPing,
    WebhookPlanner,
    WebhooksPruner,
  ],
})
export class WebhooksModule {}
