import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Open } from './access/contract/index.js';

/** Whoever opens the address in a browser finds the documents of the API. */
@ApiExcludeController()
@Open()
@Controller()
export class AppController {
  @Get()
  @Redirect('/doc', 302)
  root(): void {}
}
