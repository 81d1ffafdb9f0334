import { Body, Controller, HttpCode, Post, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiPayloadTooLargeResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Allow } from '../../access/contract/index.js';
import { InvalidRequestError } from '../../common/errors.js';
import { ProblemDto } from '../../common/problem.dto.js';
import { MAX_BYTES } from '../inspect-image.js';
import { inWebuiNames } from '../../common/comfyui-names.js';
import { InfotextDto, MadeWithDto, PictureUploadDto } from './infotext.dto.js';
import { readMadeWith, readMadeWithOf, type MadeWith } from './made-with.js';

/** Other fields have no meaning, and little room. */
const UPLOAD_LIMITS = {
  fileSize: MAX_BYTES,
  files: 1,
  fields: 10,
  parts: 12,
  fieldSize: 10_000,
  fieldNameSize: 100,
};

/** From what texts and pictures of any origin say of themselves to parameters of a job. Keeps nothing. */
@ApiTags('images')
@ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_field_value`, `invalid_request`' })
@ApiPayloadTooLargeResponse({ type: ProblemDto, description: '`request_too_large`' })
@Allow('submit')
@Controller('api/v2/infotext')
export class InfotextController {
  /** The parameters in an infotext, or in a graph of ComfyUI. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'readInfotext' })
  @ApiOkResponse({ type: MadeWithDto })
  read(@Body() { infotext }: InfotextDto): MadeWithDto {
    return toDto(readMadeWith(infotext));
  }

  /** The parameters in a PNG, JPEG or WebP file; none where nothing in it names any, and in other files. */
  @Post('upload')
  @HttpCode(200)
  @ApiOperation({ operationId: 'readInfotextOfPicture' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: PictureUploadDto })
  @ApiOkResponse({ type: MadeWithDto })
  @UseInterceptors(FileInterceptor('file', { limits: UPLOAD_LIMITS }))
  async readPicture(@UploadedFile() file: { buffer: Buffer } | undefined): Promise<MadeWithDto> {
    if (file) return toDto(await readMadeWithOf(file.buffer));
    const message = 'is missing: send the picture as a file in the field "file"';
    throw new InvalidRequestError(`file ${message}.`, [{ path: 'file', message }]);
  }
}

function toDto(found: MadeWith | null): MadeWithDto {
  if (!found) return { generation_params: null, source: null };
  const { params, source } = found;
  return { generation_params: source === 'comfyui' ? inWebuiNames(params) : params, source };
}
