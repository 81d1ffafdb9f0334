import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A workflow that somebody has put in under a name. */
@Entity('workflow_templates')
export class WorkflowTemplateEntity {
  @PrimaryColumn('varchar', { name: 'app_type' }) appType!: string;
  @PrimaryColumn('varchar') name!: string;
  @Column('varchar') title!: string;
  @Column('text', { name: 'workflow_json' }) workflowJson!: string;
  @Column('text', { name: 'map_json' }) mapJson!: string;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
  @Column('varchar', { name: 'updated_timestamp' }) updatedAt!: string;
}
