import type { JobKind } from '../../job.js';
import { alwaysOnRows, extensionRows } from './always-on-inputs.js';
import { builtInRows, controlnetRows } from './built-in-inputs.js';
import { a1111Img2imgRows, a1111Txt2imgRows, forgeImg2imgRows, forgeTxt2imgRows } from './fixed-inputs.js';
import { selectableRows } from './selectable-inputs.js';
import { toInputs } from './ui-input.js';
import type { InputRow, UiInput } from './ui-input.js';
import type { UiLists } from './ui-lists.js';

/**
 * The inputs of a generate function of this install, by position: fixed ones, `script_list`, then the
 * controls of all scripts. Each extension moves the positions of those behind it.
 */
export function generationInputs(kind: JobKind, isForge: boolean, lists: UiLists): UiInput[] {
  const titles = ['None', 'Prompt matrix', 'Prompts from file or textbox', 'X/Y/Z plot'];
  const scriptList: InputRow = [
    'dropdown',
    'Script',
    'script_list',
    'None',
    'script_title',
    { type: 'index', choices: titles },
  ];
  const rows = [
    ...fixedRows(kind, isForge, lists),
    scriptList,
    ...alwaysOnRows(lists),
    ...lists.extensions.flatMap(extensionRows),
    ...(isForge ? [...controlnetRows, ...builtInRows] : []),
    ...selectableRows(isForge),
  ];
  return toInputs(rows, kind);
}

function fixedRows(kind: JobKind, isForge: boolean, lists: UiLists): InputRow[] {
  if (kind === 'txt2img') return isForge ? forgeTxt2imgRows(lists) : a1111Txt2imgRows(lists);
  return isForge ? forgeImg2imgRows() : a1111Img2imgRows();
}
