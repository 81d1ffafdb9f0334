// The form's state, outside of React: a letter typed into the prompt redraws the prompt and not the page, and the form
// is as it was when one comes back from another page. Pictures are kept in memory only.
import { useSyncExternalStore } from 'react';
import type { Stroke } from '../image/strokes';
import { type Draft, type Params } from './draft';
import { readDraft } from './stored-draft';

const KEY = 'stablequeue.generate';
const SAVE_AFTER_MS = 400;

export interface StartPicture {
  /** Data URI. */
  data: string;
  name: string;
  width: number;
  height: number;
}

interface State {
  draft: Draft;
  picture: StartPicture | null;
  strokes: readonly Stroke[];
  /** Of a workflow's other pictures, by the name of their field. */
  more: Readonly<Record<string, StartPicture>>;
  /** What the server found wrong, by path without `generation_params.`. */
  problems: Readonly<Record<string, string>>;
}

let state: State = { draft: readDraft(storedText()), picture: null, strokes: [], more: {}, problems: {} };
let saving: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function storedText(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage is switched off; the form is simply not remembered.
    return null;
  }
}

function save(): void {
  clearTimeout(saving);
  saving = setTimeout(() => {
    try {
      localStorage.setItem(KEY, JSON.stringify(state.draft));
    } catch {
      // Full or switched off: nothing of it is needed.
    }
  }, SAVE_AFTER_MS);
}

function change(patch: Partial<State>): void {
  state = { ...state, ...patch };
  save();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const draftNow = (): Draft => state.draft;
export const pictureNow = (): StartPicture | null => state.picture;
export const morePicturesNow = (): Readonly<Record<string, StartPicture>> => state.more;
export const strokesNow = (): readonly Stroke[] => state.strokes;

export function changeDraft(patch: Partial<Draft>): void {
  change({ draft: { ...state.draft, ...patch } });
}

export function setParams(patch: Params): void {
  const problems = { ...state.problems };
  for (const name of Object.keys(patch))
    for (const path of Object.keys(problems))
      if (path === name || path.startsWith(`${name}.`)) delete problems[path];
  change({ problems, draft: { ...state.draft, params: { ...state.draft.params, ...patch } } });
}

/** The whole form at once; what the server said of the old one is forgotten. */
export function replaceDraft(draft: Draft): void {
  change({ draft, problems: {} });
}

export function setPicture(picture: StartPicture | null): void {
  change({ picture, strokes: [] });
}

/** Null takes it out. */
export function setMorePicture(name: string, picture: StartPicture | null): void {
  const others = Object.entries(state.more).filter(([key]) => key !== name);
  change({ more: Object.fromEntries(picture ? [...others, [name, picture] as const] : others) });
}

export function setStrokes(strokes: readonly Stroke[]): void {
  change({ strokes });
}

export function setProblems(problems: Record<string, string>): void {
  change({ problems });
}

/** A snapshot that an undo puts back. */
export function rememberForm(): () => void {
  const { draft, picture, strokes, more } = state;
  return () => change({ draft, picture, strokes, more, problems: {} });
}

/** `pick` must return the same thing while nothing of it has changed. */
function useFormState<T>(pick: (state: State) => T): T {
  return useSyncExternalStore(subscribe, () => pick(state));
}

export const useDraft = <K extends keyof Draft>(name: K): Draft[K] =>
  useFormState(({ draft }) => draft[name]);
export const useWholeDraft = (): Draft => useFormState(({ draft }) => draft);
export const useParam = (name: string): unknown => useFormState(({ draft }) => draft.params[name]);
export const usePicture = (): StartPicture | null => useFormState(({ picture }) => picture);
export const useMorePicture = (name: string): StartPicture | undefined =>
  useFormState(({ more }) => more[name]);
export const useMorePictures = (): Readonly<Record<string, StartPicture>> => useFormState(({ more }) => more);
export const useStrokes = (): readonly Stroke[] => useFormState(({ strokes }) => strokes);
export const useProblems = (): Readonly<Record<string, string>> => useFormState(({ problems }) => problems);
/** What is wrong with a parameter, or with something inside of it. */
export const useProblemOf = (name: string): string | undefined =>
  useFormState(({ problems }) => {
    const path = Object.keys(problems).find((one) => one === name || one.startsWith(`${name}.`));
    return path === undefined ? undefined : problems[path];
  });
