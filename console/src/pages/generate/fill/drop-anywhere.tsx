import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { text } from '../../../text';
import { pictureOf } from '../image/take-picture';
import { fillFromFile, fillFromJson, fillFromText } from './fill-form';
import { looksLikeParameters } from './looks-like-parameters';
import classes from './drop-anywhere.module.css';

/** Pictures that are dropped or pasted anywhere on the page fill the form, and so does the text that stands in them. */
export function DropAnywhere() {
  const isOver = useDropAnywhere();
  usePasteAnywhere();
  if (!isOver) return null;
  return (
    <div className={classes.overlay}>
      <IconFileImport size={40} stroke={1.2} aria-hidden />
      <strong>{text.generate.dropTitle}</strong>
      <span>{text.generate.dropHint}</span>
    </div>
  );
}

function useDropAnywhere(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      const file = pictureOf(event.dataTransfer?.files);
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (file) return void fillFromFile(file);
      const json = jsonOf(event.dataTransfer.files);
      if (json) void fillFromJson(json);
    };
    // Those who handle a drop themselves keep it from here, so the end of it is looked for on the way down.
    const end = (): void => setOver(false);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('drop', end, { capture: true });
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('drop', end, { capture: true });
    };
  }, []);
  return isOver;
}

const jsonOf = (files: Iterable<File>): File | undefined =>
  [...files].find(({ name, type }) => type === 'application/json' || /\.json$/i.test(name));

function usePasteAnywhere(): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const file = pictureOf(event.clipboardData?.files);
      const pasted = event.clipboardData?.getData('text/plain') ?? '';
      if (file) {
        event.preventDefault();
        void fillFromFile(file);
      } else if (looksLikeParameters(pasted)) {
        event.preventDefault();
        void fillFromText(pasted);
      }
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, []);
}
