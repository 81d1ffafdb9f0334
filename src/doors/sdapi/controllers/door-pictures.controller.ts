import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../../../access/contract/index.js';
import { EnteredBy, type Entry } from '../door-entry.js';
import { PassThrough } from '../lists/pass-through.js';
import { A1111Door } from './door-docs.js';

const OBJECT = { schema: { type: 'object' as const, additionalProperties: true } };

/** Requests about pictures that make none of the queue's: answered by a server of the caller's, as they are. */
@A1111Door()
@Allow('submit')
@Controller()
export class DoorPicturesController {
  constructor(private readonly passThrough: PassThrough) {}

  /** The parameters that are written into a picture. */
  @Post('sdapi/v1/png-info')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111PngInfo' })
  @ApiBody(OBJECT)
  @ApiOkResponse(OBJECT)
  pngInfo(@Body() body: unknown, @Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown> {
    return this.passThrough.ask('sdapi/v1/png-info', body, who, entry.alias);
  }

  /** Upscales a picture. */
  @Post('sdapi/v1/extra-single-image')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111ExtraSingleImage' })
  @ApiBody(OBJECT)
  @ApiOkResponse(OBJECT)
  extraSingleImage(
    @Body() body: unknown,
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
  ): Promise<unknown> {
    return this.passThrough.ask('sdapi/v1/extra-single-image', body, who, entry.alias);
  }

  /** Upscales several pictures. */
  @Post('sdapi/v1/extra-batch-images')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111ExtraBatchImages' })
  @ApiBody(OBJECT)
  @ApiOkResponse(OBJECT)
  extraBatchImages(
    @Body() body: unknown,
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
  ): Promise<unknown> {
    return this.passThrough.ask('sdapi/v1/extra-batch-images', body, who, entry.alias);
  }

  /** Words for a picture. */
  @Post('sdapi/v1/interrogate')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111Interrogate' })
  @ApiBody(OBJECT)
  @ApiOkResponse(OBJECT)
  interrogate(@Body() body: unknown, @Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown> {
    return this.passThrough.ask('sdapi/v1/interrogate', body, who, entry.alias);
  }

  /** Maps for ControlNet from pictures. */
  @Post('controlnet/detect')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111ControlnetDetect' })
  @ApiBody(OBJECT)
  @ApiOkResponse(OBJECT)
  controlnetDetect(
    @Body() body: unknown,
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
  ): Promise<unknown> {
    return this.passThrough.ask('controlnet/detect', body, who, entry.alias);
  }
}
