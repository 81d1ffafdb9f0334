// What was painted on the mask, as the movements of the brush: so that undo takes back one of them, and the mask is
// drawn in the picture's own size when it is sent. Coordinates are pixels of the picture.

export interface Stroke {
  erase: boolean;
  /** Diameter. */
  size: number;
  points: readonly (readonly [x: number, y: number])[];
}

type Context = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'lineCap'
  | 'lineJoin'
  | 'lineWidth'
  | 'strokeStyle'
  | 'globalCompositeOperation'
>;

/** Paints them in `color`; what is erased becomes see-through. */
export function paintStrokes(context: Context, strokes: readonly Stroke[], color: string): void {
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = color;
  for (const { erase, size, points } of strokes) {
    const [first, ...rest] = points;
    if (!first) continue;
    context.globalCompositeOperation = erase ? 'destination-out' : 'source-over';
    context.lineWidth = size;
    context.beginPath();
    context.moveTo(...first);
    // A tap is a dot: a line of no length is not drawn without this.
    if (!rest.length) context.lineTo(first[0] + 0.01, first[1]);
    for (const point of rest) context.lineTo(...point);
    context.stroke();
  }
  context.globalCompositeOperation = 'source-over';
}

/** Whether anything is left that would be painted anew. */
export const hasMask = (strokes: readonly Stroke[]): boolean => strokes.some(({ erase }) => !erase);
