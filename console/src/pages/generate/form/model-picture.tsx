import { useIntersection, useMergedRef } from '@mantine/hooks';
import { IconCube } from '@tabler/icons-react';
import { useState } from 'react';
import { useModelPicture } from '../../../api/queries/model-pictures';
import { Picture } from '../../../components/picture';
import { stemOf, type ModelEntry } from './inventory-lists';
import classes from './model-fields.module.css';

/** What the model makes: the newest picture made with it. Looked for once it comes into view. */
export function ModelPicture({ model, className }: { model: ModelEntry | null; className?: string }) {
  const [box, setBox] = useState<HTMLSpanElement | null>(null);
  const { ref, entry } = useIntersection({ root: null, rootMargin: '200px' });
  const merged = useMergedRef(ref, setBox);
  const isSeen = box !== null && entry?.isIntersecting === true;
  const { data } = useModelPicture(model && isSeen ? stemOf(model.name) : null);
  return (
    <span ref={merged} className={`${classes.placeholder} ${className ?? ''}`}>
      {data ? (
        <Picture src={data} alt="" width={1} height={1} cover />
      ) : (
        <IconCube size={22} stroke={1.3} aria-hidden />
      )}
    </span>
  );
}
