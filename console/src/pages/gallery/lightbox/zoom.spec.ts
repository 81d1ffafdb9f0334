import { describe, expect, it } from '@jest/globals';
import { fit, FITTING, keepInside, MOST_SCALE, panBy, toggleZoom, zoomAt, type Extent } from './zoom';

const EXTENT: Extent = { frame: { width: 800, height: 600 }, picture: { width: 800, height: 400 } };

describe('a picture that is looked at', () => {
  it('fits into its frame, and is not blown up', () => {
    expect(fit({ width: 1600, height: 800 }, EXTENT.frame)).toEqual({ width: 800, height: 400 });
    expect(fit({ width: 100, height: 50 }, EXTENT.frame)).toEqual({ width: 100, height: 50 });
  });

  it('is zoomed about the point that is pointed at', () => {
    const point = { x: 200, y: 50 };
    const view = zoomAt(FITTING, point, 3, EXTENT);
    const onPicture = { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
    expect(onPicture.x).toBeCloseTo(point.x);
    expect(onPicture.y).toBeCloseTo(point.y);
  });

  it('is never smaller than whole, and not larger than makes sense', () => {
    expect(zoomAt(FITTING, { x: 10, y: 10 }, 0.2, EXTENT)).toEqual(FITTING);
    expect(zoomAt(FITTING, { x: 0, y: 0 }, 1000, EXTENT).scale).toBe(MOST_SCALE);
  });

  it('stays in its frame when it is moved', () => {
    const zoomed = zoomAt(FITTING, { x: 0, y: 0 }, 2, EXTENT);
    expect(panBy(zoomed, { x: 9000, y: 9000 }, EXTENT)).toEqual({ scale: 2, x: 400, y: 100 });
    expect(panBy(FITTING, { x: 50, y: 50 }, EXTENT)).toEqual(FITTING);
    expect(keepInside({ scale: 1, x: 5, y: -5 }, EXTENT)).toEqual(FITTING);
  });

  it('goes to its own pixels and back with a double tap', () => {
    const near = toggleZoom(FITTING, { x: 0, y: 0 }, { width: 3200 }, EXTENT);
    expect(near.scale).toBe(4);
    expect(toggleZoom(near, { x: 0, y: 0 }, { width: 3200 }, EXTENT)).toEqual(FITTING);
    expect(toggleZoom(FITTING, { x: 0, y: 0 }, { width: 800 }, EXTENT).scale).toBe(2);
  });
});
