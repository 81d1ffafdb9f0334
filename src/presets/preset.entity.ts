import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Something that a caller has saved to use again. */
@Entity('presets')
@Index('presets_name', ['owner', 'kind', 'name'], { unique: true })
export class PresetEntity {
  @PrimaryColumn('varchar') id!: string;
  /** Of the principal: `key:7`, `console`. */
  @Column('varchar') owner!: string;
  @Column('varchar') kind!: string;
  @Column('varchar') name!: string;
  @Column('text', { name: 'body_json' }) bodyJson!: string;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
  @Column('varchar', { name: 'updated_timestamp' }) updatedAt!: string;
}
