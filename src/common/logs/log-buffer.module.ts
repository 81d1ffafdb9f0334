import { Global, Module, type DynamicModule } from '@nestjs/common';
import { LogBuffer } from './log-buffer.js';

/** The newest log lines, for whoever shows them. */
@Global()
@Module({})
export class LogBufferModule {
  static with(logs: LogBuffer): DynamicModule {
    return {
      module: LogBufferModule,
      providers: [{ provide: LogBuffer, useValue: logs }],
      exports: [LogBuffer],
    };
  }
}
