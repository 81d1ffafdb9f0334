// HTTP to addresses that clients name. Generation servers and model sites have clients of their own.
import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SETTINGS, type Settings } from '../config/settings.js';
import { AddressPolicy } from './address-policy.js';
import { readAllowList } from './allow-list.js';
import { listeningPort } from './listening-port.js';
import { NameResolver, SystemResolver } from './name-resolver.js';
import { OutboundHttp } from './outbound-http.js';
import { isOurOwn } from './own-addresses.js';

@Module({
  providers: [
    { provide: NameResolver, useClass: SystemResolver },
    {
      provide: AddressPolicy,
      inject: [SETTINGS, HttpAdapterHost],
      useFactory: (settings: Settings, http: HttpAdapterHost) =>
        new AddressPolicy(
          readAllowList(settings.WEBHOOK_ALLOW_PRIVATE),
          isOurOwn(() => listeningPort(http) ?? settings.PORT),
        ),
    },
    OutboundHttp,
  ],
  exports: [AddressPolicy, OutboundHttp],
})
export class OutboundModule {}
