import { ApiProperty } from '@nestjs/swagger';

export class ProcessMemoryDto {
  rss_bytes!: number;
  heap_bytes!: number;
}

export class DatabaseFactsDto {
  @ApiProperty({ enum: ['sqlite'] }) engine!: 'sqlite';
  path!: string;
  size_bytes!: number;
  /** Of the write-ahead log: the newest changes. */
  wal_bytes!: number;
  /** Inside the file, from what was deleted; used again before the file grows. */
  free_bytes!: number;
}

/** Of the disk of the data folder. */
export class DiskDto {
  free_bytes!: number;
  total_bytes!: number;
}

export class ShownSettingDto {
  /** Of the variable of the environment. */
  name!: string;
  /** Null: not set; of a secret only `set`. */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true }) value!:
    string | number | null;
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true }) default!:
    string | number | null;
  is_default!: boolean;
  description!: string;
}

export class SystemDto {
  version!: string;
  /** Of Node. */
  node!: string;
  platform!: string;
  started_timestamp!: string;
  uptime_seconds!: number;
  data_dir!: string;
  images_dir!: string;
  memory!: ProcessMemoryDto;
  cpu_count!: number;
  database!: DatabaseFactsDto;
  disk!: DiskDto;
  /** Open event streams. */
  event_listeners!: number;
  @ApiProperty({ type: [ShownSettingDto] }) settings!: ShownSettingDto[];
}
