import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { BulkEntity } from '../bulks/bulk.entity.js';

/** What makes a bulk a pipeline: the steps that its jobs belong to. */
@Entity('pipelines')
export class PipelineEntity {
  /** `pipeline_` and 8 hex digits; that of its bulk. */
  @PrimaryColumn('varchar') id!: string;
  /** Its steps with the ids of their jobs, in the order of the request; they never change. */
  @Column('text', { name: 'steps_json' }) stepsJson!: string;
  @OneToOne(() => BulkEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'id', referencedColumnName: 'id', foreignKeyConstraintName: 'pipelines_bulk' })
  bulk!: Relation<BulkEntity>;
}
