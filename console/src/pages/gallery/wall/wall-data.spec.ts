import { describe, expect, it } from '@jest/globals';
import { WallData } from './wall-data';
import { image, many, settled, span, wallOf } from './wall-fixture';

describe('the images of the wall', () => {
  it('are read where somebody looks, once', async () => {
    const { wall, asked, names } = wallOf({ d9: many(9, 3), d8: many(8, 2) });
    wall.setSpans([span(9, 3), span(8, 2)]);
    wall.want(['d8'], []);
    wall.want(['d8'], []);
    await settled();
    expect(asked).toEqual(['d8@0']);
    expect(names()).toEqual(['8-0.png', '8-1.png']);
  });

  it('of a long day are read page by page, as far as somebody looks', async () => {
    const { wall, asked } = wallOf({ d9: many(9, 450) });
    wall.setSpans([span(9, 450)]);
    wall.want(['d9'], []);
    await settled();
    expect(wall.images()).toHaveLength(200);
    wall.want(['d9'], ['d9']);
    await settled();
    expect(wall.images()).toHaveLength(400);
    await wall.loadAll('d9');
    expect(wall.images()).toHaveLength(450);
    expect(asked).toEqual(['d9@0', 'd9@200', 'd9@400']);
  });

  it('are forgotten where nobody looks any more, when there are many', async () => {
    const days = Array.from({ length: 40 }, (_, at) => 100 - at);
    const { wall } = wallOf(Object.fromEntries(days.map((day) => [`d${day}`, many(day, 150)])));
    wall.setSpans(days.map((day) => span(day, 150)));
    for (const day of days) {
      wall.want([`d${day}`], []);
      await settled();
    }
    wall.want(['d61'], []);
    expect(wall.images().length).toBeLessThan(4_001);
    expect(wall.imageOf('61-0.png')).toBeDefined();
    expect(wall.imageOf('100-0.png')).toBeUndefined();
  });

  it('take new ones at their head without reading the rest again', async () => {
    const { wall, asked, names, stored } = wallOf({ d9: many(9, 3) });
    wall.setSpans([span(9, 3)]);
    await wall.load('d9');
    stored['d9']!.unshift(image('new.png'));
    expect(await wall.readHead('d9')).toBe(1);
    expect(names()).toEqual(['new.png', '9-0.png', '9-1.png', '9-2.png']);
    expect(asked).toHaveLength(2);
  });

  it('show a growing bulk as one tile, at its newest image', async () => {
    const stack = (filename: string, stack_count: number) =>
      image(filename, 9, { bulk_job_id: 'bulk_1', stack_count });
    const { wall, names, stored } = wallOf({ d9: [image('a.png'), stack('b1.png', 1), image('c.png')] });
    wall.setSpans([span(9, 3)]);
    await wall.load('d9');
    stored['d9'] = [stack('b2.png', 2), image('a.png'), image('c.png')];
    await wall.readHead('d9');
    expect(names()).toEqual(['b2.png', 'a.png', 'c.png']);
  });

  it('are gone at once, and back in their places when that is undone', async () => {
    const { wall, names } = wallOf({ d9: many(9, 3) });
    wall.setSpans([span(9, 3)]);
    await wall.load('d9');
    const undo = wall.remove(['9-1.png']);
    expect(names()).toEqual(['9-0.png', '9-2.png']);
    expect(wall.state().spans[0]!.span.count).toBe(2);
    undo();
    expect(names()).toEqual(['9-0.png', '9-1.png', '9-2.png']);
  });

  it('change only where they are said to', async () => {
    const { wall } = wallOf({ d9: many(9, 2), d8: many(8, 2) });
    wall.setSpans([span(9, 2), span(8, 2)]);
    await Promise.all([wall.load('d9'), wall.load('d8')]);
    const before = wall.state().spans;
    wall.patch(['8-1.png'], { rating: 4 });
    expect(wall.imageOf('8-1.png')!.rating).toBe(4);
    expect(wall.state().spans[0]).toBe(before[0]);
  });

  it('say why they cannot be read, and are read again when somebody asks for that', async () => {
    let works = false;
    const wall = new WallData(() =>
      works
        ? Promise.resolve({ total: null, images: many(9, 1), next_cursor: null })
        : Promise.reject(new Error('away')),
    );
    wall.setSpans([span(9, 1)]);
    wall.want(['d9'], []);
    await settled();
    expect(wall.state().error?.message).toBe('away');
    works = true;
    wall.want(['d9'], []);
    await settled();
    expect(wall.images()).toHaveLength(0);
    wall.retry();
    await settled();
    expect(wall.images()).toHaveLength(1);
    expect(wall.state().error).toBeNull();
  });

  it('tell of new ones only those who look further down', () => {
    const { wall } = wallOf({});
    wall.addNews(2);
    expect(wall.state().news).toBe(0);
    wall.scrolled(900);
    wall.addNews(3);
    expect(wall.state().news).toBe(3);
    wall.newsSeen();
    expect(wall.state().news).toBe(0);
  });
});
