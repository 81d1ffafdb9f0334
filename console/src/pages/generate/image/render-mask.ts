import { paintStrokes, type Stroke } from './strokes';

/** The mask as the servers want it: white is painted anew, everything else is black. A PNG as data URI. */
export function renderMask(strokes: readonly Stroke[], width: number, height: number): string {
  const painted = canvasOf(width, height);
  paintStrokes(painted, strokes, '#fff');
  const mask = canvasOf(width, height);
  mask.fillStyle = '#000';
  mask.fillRect(0, 0, width, height);
  mask.drawImage(painted.canvas, 0, 0);
  return mask.canvas.toDataURL('image/png');
}

function canvasOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext('2d')!;
}
