import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { fillFromImage, fillFromJob, startFromImage } from './fill-form';

/** What other pages link here with: `?from_image=`, `?from_job=`, `?img2img=`. Taken once, and out of the address. */
export function useLinkedFill(): void {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const taken = useRef('');
  const image = said(search['from_image']);
  const job = said(search['from_job']);
  const start = said(search['img2img']);
  useEffect(() => {
    const all = [image, job, start].join('\n');
    if (image === null && job === null && start === null) {
      taken.current = '';
      return;
    }
    // Effects run twice in development.
    if (taken.current === all) return;
    taken.current = all;
    void fill(image, job, start).then(() => navigate({ to: '/generate', search: {}, replace: true }));
  }, [image, job, start, navigate]);
}

async function fill(image: string | null, job: string | null, start: string | null): Promise<void> {
  if (image !== null) await fillFromImage(image);
  else if (job !== null) await fillFromJob(job);
  if (start !== null) await startFromImage(start);
}

const said = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value.length <= 300 ? value : null;
