// Which dispatcher speaks which app_type. Found by their @AppType mark, so that a new engine is one provider.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DomainError } from '../common/errors.js';
import { APP_TYPE, type Dispatcher } from './contract/index.js';

export interface RegisteredDispatcher {
  appType: string;
  dispatcher: Dispatcher;
}

@Injectable()
export class DispatcherRegistry implements OnModuleInit {
  private readonly dispatchers = new Map<string, Dispatcher>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws Error when two dispatchers claim one app_type: the boot stops. */
  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getProviders()) {
      const appType: unknown = metatype ? Reflect.getMetadata(APP_TYPE, metatype) : undefined;
      if (typeof appType === 'string') this.add(appType, instance as Dispatcher);
    }
  }

  /** @throws DomainError 400 `unknown_app_type`, naming those that there are */
  get(appType: string): Dispatcher {
    const dispatcher = this.dispatchers.get(appType);
    if (dispatcher) return dispatcher;
    const known = [...this.dispatchers.keys()].sort();
    const message = `There is no app_type "${appType}". Known are: ${known.join(', ')}.`;
    throw new DomainError('unknown_app_type', 400, message, { known });
  }

  has(appType: string): boolean {
    return this.dispatchers.has(appType);
  }

  list(): RegisteredDispatcher[] {
    return [...this.dispatchers].map(([appType, dispatcher]) => ({ appType, dispatcher }));
  }

  private add(appType: string, dispatcher: Dispatcher): void {
    const other = this.dispatchers.get(appType);
    if (other === dispatcher) return;
    if (other) {
      const names = [other, dispatcher].map(({ constructor }) => constructor.name).join(' and ');
      throw new Error(
        `Two dispatchers claim the app_type "${appType}": ${names}. Each app_type has exactly one.`,
      );
    }
    this.dispatchers.set(appType, dispatcher);
  }
}
