// From the form of one kind of server to that of another: what both understand stays. Pure.
import { FIRST_PARAMS, formOf, type Draft, type Params } from './draft';
import { PLAIN } from './run';

/** What a model of ComfyUI decides by itself where nobody says it. */
const BY_MODEL = ['width', 'height', 'steps', 'cfg_scale'];

/** Where a new form of this kind starts. */
export function firstParams(appType: string): Params {
  return formOf(appType) === 'comfyui' ? without(FIRST_PARAMS, BY_MODEL) : FIRST_PARAMS;
}

export function withAppType(draft: Draft, appType: string, server: string | null): Draft {
  if (draft.appType === appType) return { ...draft, server };
  const params = draft.plain ?? draft.params;
  const untouched = BY_MODEL.filter((name) => params[name] === FIRST_PARAMS[name]);
  return {
    ...draft,
    appType,
    server,
    run: PLAIN,
    plain: null,
    mode: draft.mode === 'upscale' ? 'image' : draft.mode,
    params:
      formOf(appType) === 'comfyui'
        ? without(params, untouched)
        : { ...firstParams(appType), ...given(params) },
  };
}

function without(params: Params, names: readonly string[]): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
}

const given = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
