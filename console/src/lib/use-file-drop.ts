import { useState, type DragEvent, type HTMLAttributes } from 'react';

type Handlers = Pick<HTMLAttributes<HTMLElement>, 'onDragOver' | 'onDragLeave' | 'onDrop'>;

/**
 * Makes an element take dropped files, which then go no further (the page takes drops, too). `data-over` is for its
 * styles: something is held above it.
 */
export function useFileDrop(take: (files: FileList) => void): Handlers & { 'data-over'?: true } {
  const [isOver, setOver] = useState(false);
  return {
    'data-over': isOver || undefined,
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      setOver(false);
      take(event.dataTransfer.files);
    },
  };
}
