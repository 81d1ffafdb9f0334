import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Options that a caller of the A1111 door has set, for itself alone. */
@Entity('door_options')
export class DoorOptionsEntity {
  /** Of the principal: `key:7`, `console`. */
  @PrimaryColumn('varchar') owner!: string;
  @Column('text', { name: 'options_json' }) optionsJson!: string;
  @Column('varchar', { name: 'updated_timestamp' }) updatedAt!: string;
}
