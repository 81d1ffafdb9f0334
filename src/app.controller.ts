import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Open } from './access/contract/index.js';
import { readPage } from './access/pages/read-page.js';
import { VERSION } from './version.js';

/** What whoever opens the address in a browser finds; some clients only want to see that the root answers. */
@ApiExcludeController()
@Open()
@Controller()
export class AppController {
  private readonly html = readPage('index.html');
  private readonly css = readPage('page.css');
  private readonly script = readPage('page.js');

  @Get()
  root(@Req() request: Request, @Res() response: Response): void {
    response.vary('Accept').set('Cache-Control', 'no-cache');
    if (request.accepts(['html', 'json']) === 'json')
      response.json({ name: 'StableQueue', version: VERSION, docs: '/doc' });
    else response.type('html').send(this.html);
  }

  @Get('assets/start/page.css')
  style(@Res() response: Response): void {
    response.type('css').set('Cache-Control', 'no-cache').send(this.css);
  }

  @Get('assets/start/page.js')
  code(@Res() response: Response): void {
    response.type('js').set('Cache-Control', 'no-cache').send(this.script);
  }
}
