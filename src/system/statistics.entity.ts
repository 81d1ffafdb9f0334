// Written by triggers only (`migrations/sqlite/1764230000000-system.ts`), declared here for the schema check.
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What happened on a day, by server ('': never ran) and key (0: the console). */
@Entity('statistics_days', { withoutRowid: true })
export class StatisticsDayEntity {
  @PrimaryColumn('varchar') day!: string;
  @PrimaryColumn('varchar', { name: 'server_alias' }) serverAlias!: string;
  @PrimaryColumn('integer', { name: 'key_id' }) keyId!: number;
  @Column('integer', { default: 0 }) completed!: number;
  @Column('integer', { default: 0 }) failed!: number;
  @Column('integer', { default: 0 }) cancelled!: number;
  @Column('integer', { default: 0 }) images!: number;
  @Column('real', { name: 'gpu_seconds', default: 0 }) gpuSeconds!: number;
}

/** How long jobs waited that started on a day: how many in each stretch of a logarithmic scale. */
@Entity('statistics_waits', { withoutRowid: true })
export class StatisticsWaitEntity {
  @PrimaryColumn('varchar') day!: string;
  @PrimaryColumn('integer') bucket!: number;
  @Column('integer') jobs!: number;
  @Column('real') seconds!: number;
}

/** Why jobs failed on a day. */
@Entity('statistics_failures', { withoutRowid: true })
export class StatisticsFailureEntity {
  @PrimaryColumn('varchar') day!: string;
  @PrimaryColumn('varchar') code!: string;
  @Column('integer') jobs!: number;
  @Column('text', { name: 'example_message' }) exampleMessage!: string;
}
