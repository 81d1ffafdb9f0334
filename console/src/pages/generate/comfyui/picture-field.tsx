import { Text } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import type { WorkflowField } from '../../../api/queries/workflows';
import { text } from '../../../text';
import {
  setMorePicture,
  setPicture,
  useMorePicture,
  usePicture,
  type StartPicture,
} from '../draft/draft-store';
import { placeName } from '../draft/workflow-params';
import { PictureSource } from '../image/picture-source';
import fields from '../form/fields.module.css';
import classes from './comfyui.module.css';

const MaskEditor = lazy(() =>
  import('../image/mask-editor').then(({ MaskEditor: Editor }) => ({ default: Editor })),
);

interface Props {
  field: WorkflowField;
  form: readonly WorkflowField[];
}

/** A picture, or each of them where a workflow takes several; a mask is painted on the first one. */
export function PictureField({ field, form }: Props) {
  const hasFirst = form.some(({ name, own }) => name === 'init_images' && !own);
  if (field.name === 'init_images' && !field.own)
    return field.places.map((place, at) => (
      <div key={place} className={classes.stack}>
        {at === 0 ? (
          <FirstPicture field={field} isMasked={form.some(({ name, own }) => name === 'mask' && !own)} />
        ) : (
          <OtherPicture
            name={placeName(field.name, at)}
            label={text.comfy.numbered(field.label, at + 1)}
            hint={text.comfy.orTheFirst}
          />
        )}
      </div>
    ));
  if (field.kind === 'mask' && !field.own && hasFirst) return null;
  return <OtherPicture name={field.name} label={field.label} hint={hintOf(field)} />;
}

function FirstPicture({ field, isMasked }: { field: WorkflowField; isMasked: boolean }) {
  const picture = usePicture();
  const put = (taken: StartPicture | null): void => setPicture(taken);
  return (
    <Labelled label={field.label} hint={picture ? null : hintOf(field)}>
      {picture && isMasked && (
        <Suspense fallback={<div style={{ aspectRatio: picture.width / picture.height }} />}>
          <MaskEditor picture={picture} />
        </Suspense>
      )}
      {picture && !isMasked && <Shown picture={picture} />}
      <PictureSource replaces={picture !== null} put={put} />
    </Labelled>
  );
}

function OtherPicture({ name, label, hint }: { name: string; label: string; hint: string | null }) {
  const picture = useMorePicture(name);
  return (
    <Labelled label={label} hint={picture ? null : hint}>
      {picture && <Shown picture={picture} />}
      <PictureSource replaces={picture !== undefined} put={(taken) => setMorePicture(name, taken)} />
    </Labelled>
  );
}

function Labelled({ label, hint, children }: { label: string; hint: string | null; children: ReactNode }) {
  return (
    <div className={classes.stack} role="group" aria-label={label}>
      <div>
        <Text size="sm" className={fields.label}>
          {label}
        </Text>
        {hint !== null && (
          <Text size="xs" c="dimmed">
            {hint}
          </Text>
        )}
      </div>
      {children}
    </div>
  );
}

const Shown = ({ picture }: { picture: StartPicture }) => (
  <img
    className={classes.picture}
    src={picture.data}
    alt={text.generate.startPicture(picture.name)}
    style={{ aspectRatio: picture.width / picture.height }}
  />
);

const hintOf = ({ default: usual }: WorkflowField): string | null =>
  usual === null || usual === '' ? null : text.comfy.elseFile(String(usual));
