import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A job that ran, or ran out of memory, to know which ones fit where. */
@Entity('memory_samples')
export class MemorySampleEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar', { name: 'server_id' }) serverId!: string;
  /** Of the GPU; null where its server does not tell. */
  @Column('integer', { name: 'gpu_bytes', nullable: true }) gpuBytes!: number | null;
  @Column('varchar', { name: 'app_type' }) appType!: string;
  @Column('varchar') model!: string;
  /** Megapixels at once. */
  @Column('real') size!: number;
  /** False: it ran out of memory. */
  @Column('boolean') fitted!: boolean;
  /** The most that its server used for it; null where that was not seen. */
  @Column('integer', { name: 'peak_bytes', nullable: true }) peakBytes!: number | null;
  @Column('varchar') timestamp!: string;
}
