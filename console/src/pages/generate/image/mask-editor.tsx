import { Slider, Text } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { text } from '../../../text';
import { setStrokes, strokesNow, useStrokes, type StartPicture } from '../draft/draft-store';
import { MaskTools } from './mask-tools';
import { paintStrokes, type Stroke } from './strokes';
import classes from './image.module.css';

/** Seen on light and on dark pictures; the mask itself is drawn anew when it is sent. */
const PAINT = 'rgb(255 64 129)';
const LARGEST = 0.4;

/** The picture with a brush: what is painted is made anew. */
export function MaskEditor({ picture }: { picture: StartPicture }) {
  const largest = Math.round(Math.max(picture.width, picture.height) * LARGEST);
  const [size, setSize] = useState(Math.round(largest / 4));
  const [erase, setErase] = useState(false);
  const { canvas, ...pointer } = useBrush(size, erase);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === '[') setSize(Math.max(2, Math.round(size * 0.8)));
    else if (event.key === ']') setSize(Math.min(largest, Math.round(size * 1.25) + 1));
    else if (event.key === 'e') setErase(!erase);
    else if (event.key === 'z' && (event.ctrlKey || event.metaKey)) setStrokes(strokesNow().slice(0, -1));
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.editor} onKeyDown={onKeyDown}>
      <MaskTools erase={erase} onErase={setErase} />
      <div className={classes.canvasBox} style={{ aspectRatio: picture.width / picture.height }}>
        <img src={picture.data} alt={text.generate.startPicture(picture.name)} draggable={false} />
        <canvas
          ref={canvas}
          width={picture.width}
          height={picture.height}
          role="img"
          aria-label={text.generate.maskLabel}
          tabIndex={0}
          {...pointer}
        />
      </div>
      <Text size="sm" component="span">
        {text.generate.brushSize(size)}
      </Text>
      <Slider
        color="gray"
        min={2}
        max={largest}
        value={size}
        onChange={setSize}
        label={null}
        thumbLabel={text.generate.brush}
      />
    </div>
  );
}

/** The brush under the pointer: strokes are drawn as they come, and kept when they are done. */
function useBrush(size: number, erase: boolean) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stroke = useRef<Stroke | null>(null);
  const strokes = useStrokes();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    paintStrokes(context, strokes, PAINT);
  }, [strokes]);
  const extend = (event: PointerEvent<HTMLCanvasElement>): void => {
    const context = event.currentTarget.getContext('2d');
    if (!context || !stroke.current) return;
    const points = [...stroke.current.points, pointOf(event)];
    stroke.current = { ...stroke.current, points };
    paintStrokes(context, [{ ...stroke.current, points: points.slice(-2) }], PAINT);
  };
  const end = (): void => {
    if (stroke.current) setStrokes([...strokesNow(), stroke.current]);
    stroke.current = null;
  };
  return {
    canvas,
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      stroke.current = { erase, size, points: [] };
      extend(event);
    },
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
      if (stroke.current) extend(event);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

/** In pixels of the picture. */
function pointOf(event: PointerEvent<HTMLCanvasElement>): readonly [number, number] {
  const { width, height } = event.currentTarget;
  const box = event.currentTarget.getBoundingClientRect();
  return [
    ((event.clientX - box.left) / box.width) * width,
    ((event.clientY - box.top) / box.height) * height,
  ];
}
