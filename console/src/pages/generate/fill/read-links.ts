/** What other pages ask of the form by its address. */
export interface Link {
  /** The parameters of an image, or of a job. */
  image: string | null;
  job: string | null;
  /** That image is the picture to start from. */
  start: string | null;
  checkpoint: string | null;
  /** Added to the prompt. */
  lora: string | null;
  /** A template of ComfyUI. */
  template: string | null;
  /** Another picture of the same parameters, not the same one again. */
  newSeed: boolean;
}

const LONGEST = 300;

/** Null when the address asks for nothing. */
export function readLink(search: Record<string, unknown>): Link | null {
  const said = (name: string): string | null => {
    const value = search[name];
    return typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : null;
  };
  const [image, job, start] = [said('from_image'), said('from_job'), said('img2img')];
  const [checkpoint, lora, template] = [said('checkpoint'), said('lora'), said('template')];
  if ([image, job, start, checkpoint, lora, template].every((value) => value === null)) return null;
  return { image, job, start, checkpoint, lora, template, newSeed: search['seed'] === 'random' };
}
