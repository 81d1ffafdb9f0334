import { ApiProperty } from '@nestjs/swagger';

export class DemoServerDto {
  alias!: string;
  base_url!: string;
}

export class DemoDto {
  running!: boolean;
  /** Empty unless it runs. */
  @ApiProperty({ type: [DemoServerDto] }) servers!: DemoServerDto[];
  /** What to know about it. */
  note!: string;
}
