import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** Whoever opens the address in a browser finds the documents of the API. */
@ApiExcludeController()
@Controller()
export class AppController {
  @Get()
  @Redirect('/doc', 302)
  root(): void {}
}
