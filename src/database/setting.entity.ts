import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A setting that is changed while running and survives a restart, as JSON under its name. */
@Entity('app_settings')
export class SettingEntity {
  @PrimaryColumn('varchar') name!: string;
  @Column('text', { name: 'value_json' }) valueJson!: string;
}
