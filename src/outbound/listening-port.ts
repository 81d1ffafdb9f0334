import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpAdapterHost } from '@nestjs/core';

/** The port that this server really listens on; null before it does, and in programs that never do. */
export function listeningPort(host: HttpAdapterHost): number | null {
  const server = host.httpAdapter?.getHttpServer() as Partial<Server> | undefined;
  const address: AddressInfo | string | null = server?.address?.() ?? null;
  return typeof address === 'object' && address !== null ? address.port : null;
}
