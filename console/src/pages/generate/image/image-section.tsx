import { Button, SegmentedControl, Select } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { text } from '../../../text';
import type { ReactNode } from 'react';
import type { Mode } from '../draft/draft';
import { changeDraft, setParams, useDraft, useParam, usePicture } from '../draft/draft-store';
import { SliderParam } from '../form/param-fields';
import { Section } from '../form/section';
import { PictureSource } from './picture-source';
import { InpaintFields } from './inpaint-fields';
import { sizeFor } from './take-picture';
import classes from './image.module.css';

const MaskEditor = lazy(() =>
  import('./mask-editor').then(({ MaskEditor: Editor }) => ({ default: Editor })),
);

const isImage = (path: string): boolean =>
  /^(init_images|mask|inpaint|resize_mode|denoising_strength)/.test(path);

interface Props {
  modes?: readonly Mode[];
  /** How many of the ways to bring a picture into shape there are. */
  resizeModes?: number;
  /** What there is to say of a mask. */
  inpaint?: ReactNode;
  /** What there is to say where a picture is only made larger. */
  upscale?: ReactNode;
}

/** From text alone, from a picture, or a painted part of it anew. */
export function ImageSection({
  modes = ['text', 'image', 'inpaint'],
  resizeModes = text.generate.resizeModes.length,
  inpaint = <InpaintFields />,
  upscale,
}: Props) {
  const mode = useDraft('mode');
  const picture = usePicture();
  return (
    <Section name="image" title={text.generate.image} summary={text.generate.modes[mode]} params={isImage}>
      <SegmentedControl
        fullWidth
        aria-label={text.generate.image}
        value={mode}
        onChange={(next) => changeDraft({ mode: next })}
        data={modes.map((value) => ({ value, label: text.generate.modes[value] }))}
      />
      {mode !== 'text' && <StartFrom inpaint={mode === 'inpaint'} />}
      {(mode === 'image' || mode === 'inpaint') && picture && <Changes resizeModes={resizeModes} />}
      {mode === 'inpaint' && picture && inpaint}
      {mode === 'upscale' && upscale}
    </Section>
  );
}

function StartFrom({ inpaint }: { inpaint: boolean }) {
  const picture = usePicture();
  if (!picture) return <PictureSource />;
  return (
    <>
      {inpaint ? (
        <Suspense fallback={<div style={{ aspectRatio: picture.width / picture.height }} />}>
          <MaskEditor picture={picture} />
        </Suspense>
      ) : (
        <img
          className={classes.picture}
          src={picture.data}
          alt={text.generate.startPicture(picture.name)}
          style={{ aspectRatio: picture.width / picture.height }}
        />
      )}
      <PictureSource replaces />
    </>
  );
}

/** How far from the picture the result may be. */
function Changes({ resizeModes }: { resizeModes: number }) {
  const picture = usePicture();
  return (
    <>
      {picture && (
        <Button
          size="compact-sm"
          className="tap"
          variant="subtle"
          color="gray"
          onClick={() => setParams(sizeFor(picture))}
        >
          {text.generate.useItsSize(picture.width, picture.height)}
        </Button>
      )}
      <SliderParam
        name="denoising_strength"
        label={text.generate.denoising}
        hint={text.generate.denoisingHint}
        placeholder="0.75"
        min={0}
        max={1}
        step={0.01}
        decimals={2}
        usual={[0, 1]}
      />
      <ResizeMode modes={resizeModes} />
    </>
  );
}

function ResizeMode({ modes }: { modes: number }) {
  const value = useParam('resize_mode');
  return (
    <Select
      label={text.generate.resizeMode}
      data={text.generate.resizeModes
        .slice(0, modes)
        .map((label, index) => ({ value: String(index), label }))}
      value={String(typeof value === 'number' && value < modes ? value : 0)}
      onChange={(next) => setParams({ resize_mode: Number(next) })}
      allowDeselect={false}
    />
  );
}
