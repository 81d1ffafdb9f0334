// A file that holds a workflow of ComfyUI: its JSON, or a picture that was made with it.
import { text } from '../text';
import { textsOfPng } from './png-text';

/** As much as the server keeps. */
const MOST_TEXT = 1024 * 1024;
const MOST_PICTURE = 64 * 1024 * 1024;

export const WORKFLOW_FILES = '.json,.png,application/json,image/png';

/** The workflow as a text, whatever it says. @throws Error in words for people, when there is none in it */
export async function workflowInFile(file: File): Promise<string> {
  const isPicture = file.type.startsWith('image/') || /\.(png|webp|jpe?g)$/i.test(file.name);
  if (file.size > (isPicture ? MOST_PICTURE : MOST_TEXT)) throw new Error(text.workflows.tooLarge);
  if (!isPicture) return file.text();
  const texts = textsOfPng(new Uint8Array(await file.arrayBuffer()));
  if (texts === null) throw new Error(text.workflows.onlyPng);
  if (texts['prompt'] === undefined) throw new Error(text.workflows.noneInPicture);
  return texts['prompt'];
}
