import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { StreamQueryDto } from './stream-query.dto.js';

const problems = (kinds: string) =>
  validateSync(plainToInstance(StreamQueryDto, { kinds })).flatMap((error) =>
    Object.values(error.constraints ?? {}),
  );

describe(StreamQueryDto.name, () => {
  it.each(['', 'job', 'job.completed, server', 'api_key.unusual_use,', 'job.progress,bulk,webhook'])(
    'takes the kinds "%s"',
    (kinds) => expect(problems(kinds)).toEqual([]),
  );

  it('names kinds that no event begins with', () => {
    expect(problems('job,jobs.completed,sever')).toEqual([
      expect.stringMatching(/^no event begins with "jobs.completed, sever"; kinds are job, /),
    ]);
  });
});
