import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { textOf } from '../draft/draft';
import { draftNow } from '../draft/draft-store';
import { setLora } from '../prompt/lora-text';
import { addToForm, fillFromImage, fillFromJob, startFromImage } from './fill-form';
import { readLink, type Link } from './read-links';

/** What other pages link here with is taken once, and out of the address. */
export function useLinkedFill(): void {
  const asked = JSON.stringify(readLink(useSearch({ strict: false })));
  const navigate = useNavigate();
  const taken = useRef('');
  useEffect(() => {
    // Effects run twice in development.
    if (taken.current === asked) return;
    taken.current = asked;
    const link = JSON.parse(asked) as Link | null;
    if (link) void fill(link).then(() => navigate({ to: '/generate', search: {}, replace: true }));
  }, [asked, navigate]);
}

async function fill({ image, job, start, checkpoint, lora, template, newSeed }: Link): Promise<void> {
  const instead = newSeed ? { seed: -1 } : {};
  if (image !== null) await fillFromImage(image, instead);
  else if (job !== null) await fillFromJob(job, instead);
  if (template !== null) await import('../comfyui/choose-run').then((run) => run.chooseTemplate(template));
  if (start !== null) await startFromImage(start);
  if (checkpoint !== null) addToForm({ checkpoint_name: checkpoint });
  if (lora !== null) addToForm({ prompt: setLora(textOf(draftNow().params, 'prompt'), lora, 1) });
}
