// What an engine makes of a workflow, and which engines make anything of one. Knows no stored template.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { DomainError, InvalidRequestError, type FieldProblem } from '../common/errors.js';
import type { WorkflowReading } from '../dispatch/contract/index.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';

export type ReadWorkflow = Exclude<WorkflowReading, { problems: unknown }>;

export interface GivenWorkflow {
  workflow: unknown;
  workflow_map?: Record<string, unknown> | null;
}

/** As JSON: it stands in memory, and in every job that runs it. */
const MOST_BYTES = 1024 * 1024;

@Injectable()
export class WorkflowReader {
  constructor(private readonly registry: DispatcherRegistry) {}

  /** Engines that have templates, of those that the caller may use. */
  appTypes(who: Principal): string[] {
    return this.registry
      .list()
      .filter(({ appType, dispatcher }) => dispatcher.readWorkflow && who.mayUseAppType(appType))
      .map(({ appType }) => appType);
  }

  /**
   * The one that is asked for, else the only one that there is.
   * @throws DomainError `unknown_app_type`, `app_type_not_allowed`, `app_type_without_workflows`
   */
  appType(asked: string | null | undefined, who: Principal): string {
    const appTypes = this.appTypes(who);
    if (asked === undefined || asked === null) {
      if (appTypes.length === 1) return appTypes[0]!;
      throw invalid([{ path: 'app_type', message: `app_type must be one of: ${appTypes.join(', ')}` }]);
    }
    const dispatcher = this.registry.get(asked);
    if (!who.mayUseAppType(asked))
      throw new DomainError('app_type_not_allowed', 403, `This key may not use "${asked}".`);
    if (!dispatcher.readWorkflow) throw withoutWorkflows(dispatcher.label);
    return asked;
  }

  /** @throws InvalidRequestError naming each bad place */
  read(appType: string, { workflow, workflow_map: map }: GivenWorkflow): ReadWorkflow {
    const reading = this.registry.get(appType).readWorkflow?.(workflow, map ?? null);
    if (!reading) throw withoutWorkflows(appType);
    if ('problems' in reading) throw invalid(reading.problems);
    if (Buffer.byteLength(JSON.stringify(reading.workflow)) > MOST_BYTES)
      throw invalid([{ path: 'workflow', message: 'workflow must be 1 MB of JSON at most' }]);
    return reading;
  }
}

function invalid(fields: FieldProblem[]): InvalidRequestError {
  return new InvalidRequestError(fields.map(({ message }) => message).join(' '), fields);
}

function withoutWorkflows(label: string): DomainError {
  const message = `${label} has no templates of workflows: its jobs are written with parameters alone.`;
  return new DomainError('app_type_without_workflows', 400, message);
}
