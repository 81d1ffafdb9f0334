// Between rows, the book of templates, and what clients see.
import type { JsonObject } from '../common/json.js';
import type { ListedTemplate, OwnTemplate } from '../dispatch/workflow-templates.js';
import type { ReadWorkflow } from './workflow-reader.js';
import type { WorkflowDto, WorkflowInspectionDto, WorkflowSummaryDto } from './workflows.dto.js';
import type { NewTemplateRow, WorkflowTemplateRow } from './workflows.repository.js';

export function toTemplate(row: WorkflowTemplateRow): OwnTemplate {
  return {
    name: row.name,
    title: row.title,
    workflow: JSON.parse(row.workflow_json) as JsonObject,
    map: JSON.parse(row.map_json) as Record<string, string[]>,
    updatedAt: row.updated_timestamp,
  };
}

export function toRow(
  { appType, name, title }: { appType: string; name: string; title: string },
  { workflow, map }: ReadWorkflow,
): NewTemplateRow {
  return {
    app_type: appType,
    name,
    title,
    workflow_json: JSON.stringify(workflow),
    map_json: JSON.stringify(map),
  };
}

export function toSummary(appType: string, template: ListedTemplate): WorkflowSummaryDto {
  return { ...facts(appType, template), fields: Object.keys(template.map).length };
}

export function toWorkflowDto(
  appType: string,
  template: ListedTemplate,
  { workflow, map, form }: ReadWorkflow,
): WorkflowDto {
  return { ...facts(appType, template), workflow, workflow_map: map, form };
}

export function toInspection({ map, form, nodes, needs }: ReadWorkflow): WorkflowInspectionDto {
  return { workflow_map: map, form, nodes, needs };
}

function facts(appType: string, { name, title, builtIn, shadowsBuiltIn, updatedAt }: ListedTemplate) {
  return {
    app_type: appType,
    name,
    title,
    built_in: builtIn,
    shadows_built_in: shadowsBuiltIn,
    updated_timestamp: updatedAt,
  };
}
