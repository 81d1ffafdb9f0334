// Templates as people put them in. Each change is one write with its event; the book in memory (dispatch/), which jobs
// and providers read, follows after the commit. What a workflow means is its engine's business (workflow-reader.ts).
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { ConflictError, InvalidRequestError, NotFoundError } from '../common/errors.js';
import { Database } from '../database/database.js';
import { WorkflowTemplates, type ListedTemplate } from '../dispatch/workflow-templates.js';
import { EventBus } from '../events/event-bus.js';
import { toInspection, toRow, toSummary, toTemplate, toWorkflowDto } from './workflow-mapping.js';
import { WorkflowReader } from './workflow-reader.js';
import {
  TEMPLATE_NAME,
  TEMPLATE_NAME_RULE,
  type CreateWorkflowDto,
  type InspectWorkflowDto,
  type ReplaceWorkflowDto,
  type WorkflowDto,
  type WorkflowInspectionDto,
  type WorkflowSummaryDto,
} from './workflows.dto.js';
import {
  WorkflowsRepository,
  type NewTemplateRow,
  type WorkflowTemplateRow,
} from './workflows.repository.js';

const MOST = 200;

@Injectable()
export class WorkflowsService implements OnModuleInit {
  constructor(
    private readonly repository: WorkflowsRepository,
    private readonly templates: WorkflowTemplates,
    private readonly reader: WorkflowReader,
    private readonly database: Database,
    private readonly events: EventBus,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const row of await this.repository.all()) this.templates.put(row.app_type, toTemplate(row));
  }

  /** By title. */
  list(appType: string | undefined, who: Principal): WorkflowSummaryDto[] {
    const appTypes = appType === undefined ? this.reader.appTypes(who) : [this.reader.appType(appType, who)];
    return appTypes
      .flatMap((one) => this.templates.list(one).map((template) => toSummary(one, template)))
      .sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
  }

  /** @throws NotFoundError */
  get(asked: string, name: string, who: Principal): WorkflowDto {
    const appType = this.reader.appType(asked, who);
    const template = this.templates.find(appType, name);
    if (!template) throw new NotFoundError('workflow', name);
    return this.show(appType, template);
  }

  /** What it would become. @throws InvalidRequestError */
  inspect({ app_type, ...given }: InspectWorkflowDto, who: Principal): WorkflowInspectionDto {
    return toInspection(this.reader.read(this.reader.appType(app_type, who), given));
  }

  /** @throws InvalidRequestError, ConflictError `workflow_exists`, `too_many_workflows` */
  async create({ app_type, name, ...given }: CreateWorkflowDto, who: Principal): Promise<WorkflowDto> {
    const appType = this.reader.appType(app_type, who);
    const row = this.rowOf(appType, name, given);
    return this.showRow(await this.database.write(async () => this.keep(await this.insert(row))));
  }

  /** Makes or replaces. @throws InvalidRequestError, ConflictError `too_many_workflows` */
  async put(asked: string, name: string, given: ReplaceWorkflowDto, who: Principal): Promise<WorkflowDto> {
    const appType = this.reader.appType(asked, who);
    if (!TEMPLATE_NAME.test(name))
      throw new InvalidRequestError(TEMPLATE_NAME_RULE, [{ path: 'name', message: TEMPLATE_NAME_RULE }]);
    const row = this.rowOf(appType, name, given);
    const stored = await this.database.write(async () =>
      this.keep((await this.repository.update(row)) ?? (await this.insert(row))),
    );
    return this.showRow(stored);
  }

  /**
   * @returns whether the built-in one of that name counts again
   * @throws NotFoundError, ConflictError `workflow_built_in`
   */
  async delete(asked: string, name: string, who: Principal): Promise<boolean> {
    const appType = this.reader.appType(asked, who);
    await this.database.write(async () => {
      if (!(await this.repository.delete(appType, name))) throw this.notOurs(appType, name);
      await this.events.append({ type: 'workflow.deleted', data: { app_type: appType, name } });
      this.database.afterCommit(() => this.templates.remove(appType, name));
    });
    return this.templates.find(appType, name) !== undefined;
  }

  private rowOf(appType: string, name: string, { title, ...given }: ReplaceWorkflowDto): NewTemplateRow {
    const before = this.templates.find(appType, name)?.title;
    return toRow({ appType, name, title: title ?? before ?? name }, this.reader.read(appType, given));
  }

  /** Inside a write. */
  private async insert(row: NewTemplateRow): Promise<WorkflowTemplateRow> {
    if ((await this.repository.count()) >= MOST)
      throw new ConflictError('too_many_workflows', `There are ${MOST} templates; delete some first.`);
    const stored = await this.repository.insert(row);
    if (stored) return stored;
    throw new ConflictError('workflow_exists', `There is already a template "${row.name}". PUT replaces it.`);
  }

  /** Inside a write. */
  private async keep(row: WorkflowTemplateRow): Promise<WorkflowTemplateRow> {
    const { app_type, name, title } = row;
    await this.events.append({ type: 'workflow.updated', data: { app_type, name, title } });
    this.database.afterCommit(() => this.templates.put(app_type, toTemplate(row)));
    return row;
  }

  private showRow(row: WorkflowTemplateRow): WorkflowDto {
    return this.show(row.app_type, this.templates.listed(row.app_type, toTemplate(row)));
  }

  private show(appType: string, template: ListedTemplate): WorkflowDto {
    const { workflow, map } = template;
    return toWorkflowDto(
      appType,
      template,
      this.reader.read(appType, { workflow, workflow_map: { ...map } }),
    );
  }

  private notOurs(appType: string, name: string): Error {
    if (!this.templates.find(appType, name)) return new NotFoundError('workflow', name);
    const message = `The template "${name}" came with StableQueue and stays; one of that name that you put in stands in for it.`;
    return new ConflictError('workflow_built_in', message);
  }
}
