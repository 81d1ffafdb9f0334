// What is being written in the dialog of a template, and what of it is sent. Pure.

export interface TemplateDraft {
  title: string;
  /** How jobs call it; null: made of the title. */
  name: string | null;
  /** JSON. */
  workflow: string;
  /** JSON; empty: found by itself. */
  map: string;
}

interface Saved {
  name: string;
  title: string;
  workflow: object;
  workflow_map: Readonly<Record<string, readonly string[]>>;
}

const LONGEST = 100;

/** A title as a name: `Portrait, soft light` → `portrait_soft_light`. */
export function nameOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST);
}

export const draftOfTemplate = ({ name, title, workflow, workflow_map: map }: Saved): TemplateDraft => ({
  title,
  name,
  workflow: JSON.stringify(workflow, null, 2),
  map: sayMap(map),
});

/** A line for each parameter; a single place without the brackets of a list. */
function sayMap(map: Saved['workflow_map']): string {
  const lines = Object.entries(map).map(([name, places]) => {
    const value = places.length === 1 ? places[0] : places;
    return `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  });
  return lines.length ? `{\n${lines.join(',\n')}\n}` : '';
}

export interface TemplateBody {
  title: string;
  /** As a text: numbers beyond 2^53 stay whole. */
  workflow: string;
  workflow_map?: Record<string, string | string[]> | null;
}

export type TemplateProblems = Partial<Record<'title' | 'workflow' | 'workflow_map', 'missing' | 'notJson'>>;

export function readTemplate(draft: TemplateDraft): { body: TemplateBody } | { problems: TemplateProblems } {
  const title = draft.title.trim();
  const map = readMap(draft.map);
  const problems: TemplateProblems = {
    ...(title === '' || nameOf(title) === '' ? { title: 'missing' } : {}),
    ...(draft.workflow.trim() === '' ? { workflow: 'missing' } : {}),
    ...(map === undefined ? { workflow_map: 'notJson' } : {}),
  };
  if (Object.keys(problems).length || map === undefined) return { problems };
  return { body: { title, workflow: draft.workflow, ...(map ? { workflow_map: map } : {}) } };
}

/** Null when there is none, undefined when it is no object. */
function readMap(typed: string): TemplateBody['workflow_map'] {
  if (typed.trim() === '') return null;
  try {
    const value = JSON.parse(typed) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, string | string[]>) : undefined;
  } catch {
    // Not whole yet.
    return undefined;
  }
}
