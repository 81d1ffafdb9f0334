import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';

const MODES = ['copy', 'move'] as const;
export type ImportState = 'idle' | 'running' | 'done' | 'failed' | 'cancelled';

export class StartImportDto {
  /** A folder on the machine of this server, as an absolute path; not one of StableQueue's own. */
  @IsString() @Length(1, 4096) folder!: string;

  /** With the folders below it. Links are never followed. */
  @IsOptional() @IsBoolean() recursive?: boolean;

  /** `move` deletes each file after its image is in the gallery. */
  @IsOptional() @IsIn(MODES) mode?: 'copy' | 'move';
}

export class ImportFailureDto {
  path!: string;
  message!: string;
}

export class ImportDto {
  /** Null before the first import. */
  id!: string | null;
  folder!: string | null;
  /** `idle` before the first import. */
  state!: ImportState;
  /** Files that look like pictures. */
  found!: number;
  imported!: number;
  /** The gallery has the same picture already, or it comes twice. */
  skipped!: number;
  /** Files that could not be imported. */
  failed_count!: number;
  /** The first 50 of them. */
  @Type(() => ImportFailureDto) failed!: ImportFailureDto[];
  /** Why the import as a whole has failed. */
  error!: string | null;
  started_timestamp!: string | null;
  ended_timestamp!: string | null;
}

export const NO_IMPORT: ImportDto = {
  id: null,
  folder: null,
  state: 'idle',
  found: 0,
  imported: 0,
  skipped: 0,
  failed_count: 0,
  failed: [],
  error: null,
  started_timestamp: null,
  ended_timestamp: null,
};
