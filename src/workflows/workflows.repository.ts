import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';

/** A column-for-column row of `workflow_templates`. */
export interface WorkflowTemplateRow {
  app_type: string;
  name: string;
  title: string;
  workflow_json: string;
  map_json: string;
  created_timestamp: string;
  updated_timestamp: string;
}

export type NewTemplateRow = Omit<WorkflowTemplateRow, 'created_timestamp' | 'updated_timestamp'>;

const INSERT = `INSERT INTO workflow_templates
  (app_type, name, title, workflow_json, map_json, created_timestamp, updated_timestamp) VALUES (?, ?, ?, ?, ?, ?, ?)`;

@Injectable()
export class WorkflowsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  all(): Promise<WorkflowTemplateRow[]> {
    return this.database.read((manager) =>
      manager.query<WorkflowTemplateRow[]>(`SELECT * FROM workflow_templates`),
    );
  }

  count(): Promise<number> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ templates: number }]>(
        `SELECT count(*) AS templates FROM workflow_templates`,
      );
      return row.templates;
    });
  }

  /** Undefined: there is one of that name. */
  insert(template: NewTemplateRow): Promise<WorkflowTemplateRow | undefined> {
    return this.one(`${INSERT} ON CONFLICT DO NOTHING RETURNING *`, this.valuesOf(template));
  }

  /** Undefined: there is none of that name. */
  update({ app_type, name, ...template }: NewTemplateRow): Promise<WorkflowTemplateRow | undefined> {
    const { title, workflow_json, map_json } = template;
    return this.one(
      `UPDATE workflow_templates SET title = ?, workflow_json = ?, map_json = ?, updated_timestamp = ?
         WHERE app_type = ? AND name = ? RETURNING *`,
      [title, workflow_json, map_json, this.clock.iso(), app_type, name],
    );
  }

  /** @returns whether it was there */
  async delete(appType: string, name: string): Promise<boolean> {
    const sql = `DELETE FROM workflow_templates WHERE app_type = ? AND name = ? RETURNING *`;
    return (await this.one(sql, [appType, name])) !== undefined;
  }

  private valuesOf({ app_type, name, title, workflow_json, map_json }: NewTemplateRow): string[] {
    const now = this.clock.iso();
    return [app_type, name, title, workflow_json, map_json, now, now];
  }

  private one(sql: string, values: unknown[]): Promise<WorkflowTemplateRow | undefined> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<WorkflowTemplateRow[]>(sql, values);
      return rows[0];
    });
  }
}
