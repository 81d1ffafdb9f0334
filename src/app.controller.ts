import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Open } from './access/contract/index.js';
import { VERSION } from './version.js';

/** The root for programs; browsers get the console (`web-console/`). Some clients only want to see that it answers. */
@ApiExcludeController()
@Open()
@Controller()
export class AppController {
  @Get()
  root(): { name: string; version: string; docs: string } {
    return { name: 'StableQueue', version: VERSION, docs: '/doc' };
  }
}
