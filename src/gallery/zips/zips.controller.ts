import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow, Caller, type Principal } from '../../access/contract/index.js';
import { ProblemDto } from '../../common/problem.dto.js';
import { OrderZipDto, ZipDto } from './zips.dto.js';
import { ZipOrders } from './zip-orders.js';
import { ZipWriter } from './zip-writer.js';

/** Many images as one file. */
@ApiTags('gallery')
@Controller('api/v1/gallery/zips')
export class ZipsController {
  constructor(
    private readonly orders: ZipOrders,
    private readonly writer: ZipWriter,
  ) {}

  /** Orders a zip. It is written while it is fetched, so nothing has to be waited for. */
  @Post()
  @ApiOperation({ operationId: 'orderImageZip' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`image_not_found`: there is none of these images' })
  @Allow('gallery', 'read_own', 'read_all')
  order(@Body() request: OrderZipDto, @Caller() who: Principal): Promise<ZipDto> {
    return this.orders.order(request, who);
  }

  /** The zip, for whoever has ordered it, for ten minutes. */
  @Get(':id')
  @ApiOperation({ operationId: 'downloadImageZip' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`zip_not_found`' })
  @ApiProduces('application/zip')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Allow('gallery', 'read_own', 'read_all')
  async download(
    @Param('id') id: string,
    @Caller() who: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const order = await this.orders.open(id, who);
    response.writeHead(200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="${order.filename}"`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    // Express hands HEAD to the route of GET; it has no body.
    if (response.req.method === 'HEAD') return void response.end();
    await this.writer.write(order, response);
  }
}
