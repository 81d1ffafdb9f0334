// A route whose author forgot to say who may call it stops the start.
import { Injectable, RequestMethod, type OnModuleInit, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { RULE } from './contract/index.js';

@Injectable()
export class RouteRules implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const without = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? this.routesWithoutRule(metatype as Type) : []));
    if (without.length)
      throw new Error(`These routes do not say who may call them (@Allow or @Open): ${without.join(', ')}`);
  }

  private routesWithoutRule(controller: Type): string[] {
    const prototype = controller.prototype as Record<string, () => unknown>;
    return this.scanner
      .getAllMethodNames(prototype)
      .map((name) => prototype[name]!)
      .filter((handler) => this.reflector.get<unknown>(PATH_METADATA, handler) !== undefined)
      .filter(
        (handler) => this.reflector.getAllAndOverride<unknown>(RULE, [handler, controller]) === undefined,
      )
      .map((handler) => {
        const method = RequestMethod[this.reflector.get<RequestMethod>(METHOD_METADATA, handler)];
        return `${method} ${controller.name}.${handler.name}`;
      });
  }
}
