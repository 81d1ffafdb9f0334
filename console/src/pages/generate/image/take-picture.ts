import { toast } from '../../../components/toast';
import {
  changeDraft,
  draftNow,
  rememberForm,
  setParams,
  setPicture,
  type StartPicture,
} from '../draft/draft-store';
import { numberOf } from '../draft/draft';

/** Kept below what most cards can do at once. */
const LONGEST_SIDE = 1536;
const STEP = 8;

/** The picture to start from, at its own size as far as that is sensible. */
export async function takePicture(loading: Promise<StartPicture>, said?: string): Promise<void> {
  const undo = rememberForm();
  try {
    const picture = await loading;
    setPicture(picture);
    const { mode, params } = draftNow();
    if (mode === 'text') changeDraft({ mode: 'image' });
    setParams({
      ...sizeFor(picture),
      denoising_strength: numberOf(params, 'denoising_strength') ?? 0.6,
    });
    if (said !== undefined) toast.undo(said, undo);
  } catch (error) {
    toast.problem(error);
  }
}

export function sizeFor({ width, height }: { width: number; height: number }): {
  width: number;
  height: number;
} {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const side = (pixels: number): number => Math.max(STEP * 8, Math.round((pixels * scale) / STEP) * STEP);
  return { width: side(width), height: side(height) };
}

export const pictureOf = (files: Iterable<File> | null | undefined): File | undefined =>
  [...(files ?? [])].find(({ type }) => type.startsWith('image/'));
