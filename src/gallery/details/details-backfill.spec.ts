import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { GalleryFixture, job, JOB_ID, mine } from '../fixtures/gallery-fixture.js';
import { INFOTEXT, output, picture } from '../fixtures/sample-images.js';
import { ImageText } from '../search/image-text.repository.js';
import { DetailsBackfill } from './details-backfill.js';
import { DetailsRepository } from './details.repository.js';

describe(DetailsBackfill.name, () => {
  let fixture: GalleryFixture;
  beforeEach(async () => {
    fixture = await GalleryFixture.open();
    const { store } = fixture.process();
    await store.store(
      job(),
      [output(await picture(), { infotext: INFOTEXT }), output(await picture('png', 2))],
      mine,
    );
    await fixture.confirm(store, job());
    // As the version before has left them.
    await fixture.database.write((manager) =>
      manager.query(
        `UPDATE images SET described = 0, prompt = NULL, negative_prompt = NULL, model = NULL, sampler = NULL, steps = NULL, source_info = NULL`,
      ),
    );
  });
  afterEach(() => fixture.close());

  it('makes images of earlier versions known to searches, and their jobs', async () => {
    const text = new ImageText(fixture.database);
    await fixture.database.write((manager) =>
      manager.query(
        `INSERT INTO jobs (mobilesd_job_id, creation_timestamp, last_updated_timestamp, generation_params_json, source_info, bulk_job_id) VALUES (?, '', '', '{}', 'mobile', 'b')`,
        [JOB_ID],
      ),
    );
    expect(await text.find('lighthouse')).toEqual({ only: [] });
    const backfill = new DetailsBackfill(new DetailsRepository(fixture.database));
    backfill.onApplicationBootstrap();
    await eventually(async () => (await fixture.rows()).every((row) => row.described));
    await backfill.onModuleDestroy();
    expect(await fixture.rows()).toMatchObject([
      {
        prompt: 'a lighthouse',
        negativePrompt: 'fog',
        model: 'sea',
        sampler: 'Euler a',
        steps: 20,
        sourceInfo: 'mobile',
        bulkJobId: 'b',
      },
      { prompt: 'a lighthouse', model: null, sourceInfo: 'mobile' },
    ]);
    expect((await text.find('lighthouse'))?.only).toHaveLength(2);
    expect((await text.find('fog sea'))?.only).toHaveLength(1);
  });
});
