// The book of workflow templates, in memory: those that come with a provider, and those that somebody puts in. One of
// a person stands in for the built-in one of its name. Storing and serving them is not this class's business.
import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../common/json.js';

export interface WorkflowTemplate {
  /** Letters, digits, dashes and underscores; how jobs call it. */
  name: string;
  /** For people. */
  title: string;
  /** What the engine runs, in the form of its API. */
  workflow: JsonObject;
  /** Which inputs are which parameter; the form of a template is derived from it. */
  map: Readonly<Record<string, readonly string[]>>;
}

/** One that somebody has put in. */
export interface OwnTemplate extends WorkflowTemplate {
  /** ISO-8601. */
  updatedAt: string;
}

export interface ListedTemplate extends WorkflowTemplate {
  builtIn: boolean;
  /** It is somebody's, and stands in for the built-in one of its name. */
  shadowsBuiltIn: boolean;
  /** Null for built-in ones. */
  updatedAt: string | null;
}

@Injectable()
export class WorkflowTemplates {
  private readonly builtIn = new Map<string, Map<string, WorkflowTemplate>>();
  private readonly own = new Map<string, Map<string, OwnTemplate>>();

  /** For providers, at their start. */
  provide(appType: string, templates: readonly WorkflowTemplate[]): void {
    this.builtIn.set(appType, new Map(templates.map((template) => [template.name, template])));
  }

  put(appType: string, template: OwnTemplate): void {
    const templates = this.own.get(appType) ?? new Map<string, OwnTemplate>();
    this.own.set(appType, templates.set(template.name, template));
  }

  /** The built-in one of that name, if there is one, counts again. False: nobody had put one in. */
  remove(appType: string, name: string): boolean {
    return this.own.get(appType)?.delete(name) ?? false;
  }

  find(appType: string, name: string): ListedTemplate | undefined {
    const own = this.own.get(appType)?.get(name);
    if (own) return this.listed(appType, own);
    const builtIn = this.builtIn.get(appType)?.get(name);
    return builtIn && { ...builtIn, builtIn: true, shadowsBuiltIn: false, updatedAt: null };
  }

  /** One of a person, as `find` shows it. */
  listed(appType: string, own: OwnTemplate): ListedTemplate {
    const shadowsBuiltIn = this.builtIn.get(appType)?.has(own.name) ?? false;
    return { ...own, builtIn: false, shadowsBuiltIn };
  }

  list(appType: string): ListedTemplate[] {
    const names = [...(this.builtIn.get(appType)?.keys() ?? []), ...(this.own.get(appType)?.keys() ?? [])];
    return [...new Set(names)].sort().flatMap((name) => this.find(appType, name) ?? []);
  }
}
