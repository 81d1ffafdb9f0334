import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow } from '../../access/contract/index.js';
import { ProblemDto } from '../../common/problem.dto.js';
import { ImageImporter } from './image-importer.js';
import { ImportDto, StartImportDto } from './imports.dto.js';

/** Taking images that already lie in a folder into the gallery. */
@ApiTags('gallery')
@Controller('api/v1/gallery/imports')
export class ImportsController {
  constructor(private readonly importer: ImageImporter) {}

  /** Starts an import; `GET` tells how far it is. Its images are the console's, with `source_info` `import`. */
  @Post()
  @HttpCode(202)
  @ApiOperation({ operationId: 'startImageImport' })
  @ApiAcceptedResponse({ type: ImportDto })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_folder`' })
  @ApiConflictResponse({ type: ProblemDto, description: '`import_running`' })
  @Allow('admin')
  start(@Body() request: StartImportDto): Promise<ImportDto> {
    return this.importer.start(request);
  }

  /** The import that runs, or ran last. */
  @Get()
  @ApiOperation({ operationId: 'getImageImport' })
  @Allow('admin')
  status(): ImportDto {
    return this.importer.status();
  }

  /** Ends the running import; what it has imported stays. */
  @Delete('current')
  @ApiOperation({ operationId: 'cancelImageImport' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`import_not_found`' })
  @Allow('admin')
  cancel(): Promise<ImportDto> {
    return this.importer.cancel();
  }
}
