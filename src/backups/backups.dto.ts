import { ApiProperty } from '@nestjs/swagger';

export const BACKUP_REASONS = ['manual', 'migration', 'reset', 'scheduled', 'before_restore'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

export class BackupDto {
  /** Of its file in `backups/` in the data folder. */
  name!: string;
  size_bytes!: number;
  created_timestamp!: string;
  /** `manual` is also said of files that somebody has put there. */
  @ApiProperty({ enum: BACKUP_REASONS }) reason!: BackupReason;
  /** Name of the last migration that it has had; null when it cannot be read or is still being looked at. */
  @ApiProperty({ type: String, nullable: true }) schema!: string | null;
  /** It is whole, as far as SQLite's quick check can tell; false also while it is still being looked at. */
  verified!: boolean;
  /** What is wrong with it, in SQLite's words. */
  @ApiProperty({ type: String, nullable: true }) problem!: string | null;
}

export class RestoreNoteDto {
  /** The backup that was put in place. */
  name!: string;
  /** The backup of the database as it was before; null when there was none. */
  @ApiProperty({ type: String, nullable: true }) saved!: string | null;
  timestamp!: string;
  /** Why the database was left as it was; null: it was replaced. */
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
}

export class BackupListDto {
  /** The newest first. */
  @ApiProperty({ type: [BackupDto] }) backups!: BackupDto[];
  /** Name of the backup that the next start puts in place of the database. */
  @ApiProperty({ type: String, nullable: true }) restore_pending!: string | null;
  /** What became of the last one. */
  @ApiProperty({ type: RestoreNoteDto, nullable: true }) last_restore!: RestoreNoteDto | null;
}

export class RestoreMarkDto {
  message!: string;
  @ApiProperty({ type: String, nullable: true }) restore_pending!: string | null;
}
