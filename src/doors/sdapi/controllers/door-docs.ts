import { applyDecorators, UseFilters } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { DoorFilter } from '../door.filter.js';

/** FastAPI's and A1111's errors: `{detail}`, `{detail: [{loc, msg, type}]}` or `{error, detail, body, errors}`. */
export class DoorErrorBody {
  /** A sentence, or a list of bad fields. */
  detail!: unknown;
  /** Class of a failure of the server. */
  error?: string;
  body?: string;
  /** What failed, in words. */
  errors?: string;
}

/** On every controller of the door: its tag, and its errors in A1111's shapes. */
export function A1111Door(): ClassDecorator {
  return applyDecorators(
    ApiTags('a1111'),
    ApiResponse({ status: '4XX', type: DoorErrorBody, description: 'As A1111 and Forge answer.' }),
    ApiResponse({ status: 500, type: DoorErrorBody, description: 'What a generation server failed of.' }),
    ApiResponse({ status: 503, type: DoorErrorBody, description: 'No server that could answer is online.' }),
    UseFilters(DoorFilter),
  );
}
