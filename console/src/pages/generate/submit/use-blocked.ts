import { text } from '../../../text';
import { formOf, textOf } from '../draft/draft';
import { useMorePictures, usePicture, useStrokes, useWholeDraft } from '../draft/draft-store';
import { chosenOf } from '../draft/run';
import { readScripts } from '../draft/to-request';
import { isPictureField, missingField } from '../draft/workflow-params';
import { hasMask } from '../image/strokes';

/** Why nothing can be queued now; null when it can. */
export function useBlocked(): string | null {
  const draft = useWholeDraft();
  const picture = usePicture();
  const hasPicture = useHasPicture();
  const { appType, mode, scripts, params } = draft;
  const run = chosenOf(draft);
  if (run) {
    const missing = missingField(run.form, params, hasPicture);
    if (!missing) return null;
    return isPictureField(missing) ? text.comfy.needsPicture(missing.label) : text.comfy.needs(missing.label);
  }
  if (formOf(appType) === 'schema') return null;
  if (mode !== 'text' && picture === null) return text.generate.needsPicture;
  if (mode === 'upscale' && textOf(params, 'upscaler') === '')
    return text.comfy.needs(text.generate.upscaler);
  if (formOf(appType) === 'comfyui') return null;
  return readScripts(scripts).problem === null ? null : text.generate.scriptsBroken;
}

/** Of a workflow's field, by its name. */
function useHasPicture(): (name: string) => boolean {
  const picture = usePicture();
  const strokes = useStrokes();
  const more = useMorePictures();
  return (name) =>
    name in more ||
    (name === 'init_images' && picture !== null) ||
    (name === 'mask' && picture !== null && hasMask(strokes));
}
