import { expect, it } from '@jest/globals';
import { hasMask, paintStrokes, type Stroke } from './strokes';

/** What a canvas was told, in order. */
function recorder() {
  const calls: string[] = [];
  const context = {
    lineCap: 'butt' as CanvasLineCap,
    lineJoin: 'miter' as CanvasLineJoin,
    lineWidth: 1,
    strokeStyle: '' as string | CanvasGradient | CanvasPattern,
    globalCompositeOperation: 'source-over' as GlobalCompositeOperation,
    beginPath: () => calls.push('begin'),
    moveTo: (x: number, y: number) => calls.push(`move ${x},${y}`),
    lineTo: (x: number, y: number) => calls.push(`line ${x},${y}`),
    stroke: () => calls.push(`${context.globalCompositeOperation} ${context.lineWidth}`),
  };
  return { context, calls };
}

it('paints and erases in order, a tap as a dot', () => {
  const { context, calls } = recorder();
  const strokes: Stroke[] = [
    {
      erase: false,
      size: 40,
      points: [
        [1, 2],
        [3, 4],
      ],
    },
    { erase: true, size: 10, points: [[5, 5]] },
    { erase: false, size: 10, points: [] },
  ];
  paintStrokes(context, strokes, '#fff');
  expect(calls).toEqual([
    'begin',
    'move 1,2',
    'line 3,4',
    'source-over 40',
    'begin',
    'move 5,5',
    'line 5.01,5',
    'destination-out 10',
  ]);
  expect(context.globalCompositeOperation).toBe('source-over');
});

it('is no mask when nothing but the eraser was used', () => {
  expect(hasMask([{ erase: true, size: 1, points: [[0, 0]] }])).toBe(false);
  expect(hasMask([{ erase: false, size: 1, points: [[0, 0]] }])).toBe(true);
});
