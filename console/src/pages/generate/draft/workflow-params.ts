// Between the fields of a workflow's form and the parameters of a job: names of its own go into `values`. Pure.
import type { WorkflowField } from '../../../api/queries/workflows';
import type { Params } from './draft';
import type { ChosenWorkflow } from './run';
import type { SentPictures } from './to-request';

const PICTURES: ReadonlySet<string> = new Set(['image', 'mask']);
const RANDOM = -1;

export const isPictureField = ({ kind }: Pick<WorkflowField, 'kind'>): boolean => PICTURES.has(kind);

/** Where a form starts: as the workflow is, but for the seed, which is another one each time. */
export function startParams(form: readonly WorkflowField[]): Params {
  return valuesOf(form, ({ kind, default: value }) => (kind === 'seed' ? RANDOM : value));
}

/** As a job had it: what it did not name was the workflow's. */
export function paramsOfJob(form: readonly WorkflowField[], job: Params): Params {
  const values = job['values'] as Params | undefined;
  return valuesOf(form, ({ name, own, default: value }) => {
    const said = own ? values?.[name] : (job[name] ?? values?.[name]);
    return said ?? value;
  });
}

function valuesOf(form: readonly WorkflowField[], valueOf: (field: WorkflowField) => unknown): Params {
  const entries = form.filter((field) => !isPictureField(field)).map((field) => [field.name, valueOf(field)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined)) as Params;
}

/** `generation_params` of a job that runs it. */
export function workflowParams(run: ChosenWorkflow, params: Params, pictures: SentPictures): Params {
  const sent: Params = {};
  const values: Params = {};
  for (const field of run.form) {
    const value = isPictureField(field) ? pictureFor(field, pictures) : valueFor(field, params);
    if (value === undefined) continue;
    // The API takes an empty text for none; in `values` it is an empty text.
    if (field.own || value === '') values[field.name] = value;
    else sent[field.name] = value;
  }
  return {
    ...(run.kind === 'template'
      ? { template: run.name }
      : { workflow: run.workflow, ...(run.map ? { workflow_map: run.map } : {}) }),
    ...sent,
    ...(Object.keys(values).length ? { values } : {}),
  };
}

/** A field that was emptied is the workflow's own again, but for texts, which may be empty. */
function valueFor({ name, kind, default: usual }: WorkflowField, params: Params): unknown {
  const value = params[name];
  if (value === null || value === undefined) return undefined;
  if (value !== '') return value;
  const isText = kind === 'text' || kind === 'long_text';
  return isText && usual !== '' && usual !== null ? '' : undefined;
}

/** Pictures for `init_images` go as a list, one for each of its places. */
function pictureFor({ name, own, places }: WorkflowField, { init, mask, more }: SentPictures): unknown {
  if (name === 'mask' && !own) return mask ?? more[name];
  if (name !== 'init_images' || own) return more[name];
  const rest = places.slice(1).map((_, at) => more[placeName(name, at + 1)]);
  const all = [init, ...rest].filter((one) => one !== null && one !== undefined);
  return all.length ? all : undefined;
}

/** Of the second and later pictures of a list. */
export const placeName = (name: string, at: number): string => (at === 0 ? name : `${name}.${at}`);

/** What has neither a value nor one in the workflow: without it the job cannot run. */
export function missingField(
  form: readonly WorkflowField[],
  params: Params,
  hasPicture: (name: string) => boolean,
): WorkflowField | undefined {
  return form.find((field) => {
    const { name, kind, default: usual } = field;
    if (usual !== null && usual !== '') return false;
    if (isPictureField(field)) return !hasPicture(name);
    return kind === 'choice' && (params[name] === undefined || params[name] === '');
  });
}
