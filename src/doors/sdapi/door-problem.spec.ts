import { BadRequestException, NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { DomainError, InvalidRequestError, NotFoundError } from '../../common/errors.js';
import { doorProblem, ServerAnswerError, ServerWordsError } from './door-problem.js';

describe(doorProblem.name, () => {
  it('tells bad fields as FastAPI does', () => {
    const error = new InvalidRequestError('bad', [
      { path: 'generation_params.steps', message: 'must be a number' },
    ]);
    expect(doorProblem(error)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'steps'], msg: 'must be a number', type: 'value_error' }] },
    });
    expect(doorProblem(new InvalidRequestError('no object'))).toMatchObject({
      status: 422,
      body: { detail: 'no object' },
    });
  });

  it('asks for a login as A1111 does', () => {
    expect(doorProblem(new DomainError('invalid_api_key', 401, 'wrong'))).toEqual({
      status: 401,
      body: { detail: 'Incorrect username or password' },
      headers: { 'WWW-Authenticate': 'Basic' },
    });
  });

  it.each([
    [new NotFoundError('job', 'x'), 404, { detail: 'Not Found' }],
    [new NotFoundError('server', 'x'), 404, { detail: 'There is no server "x".' }],
    [new NotFoundException(), 404, { detail: 'Not Found' }],
    [new DomainError('scope_missing', 403, 'no'), 403, { detail: 'no' }],
    [new ServerAnswerError(422, { detail: 'theirs' }), 422, { detail: 'theirs' }],
    [new PayloadTooLargeException('too large'), 413, { detail: 'too large' }],
    [
      new BadRequestException('Unexpected token'),
      422,
      { detail: [expect.objectContaining({ loc: ['body'] })] },
    ],
  ])('answers %s', (error, status, body) => {
    expect(doorProblem(error)).toMatchObject({ status, body });
  });

  it('says when to come again', () => {
    expect(doorProblem(new DomainError('queue_full', 503, 'full')).headers).toEqual({ 'Retry-After': '10' });
  });

  it('tells failures where A1111 and Forge tell them, and nothing of our own insides', () => {
    expect(doorProblem(new ServerWordsError(500, 'OutOfMemoryError', 'CUDA')).body).toEqual({
      ...{ error: 'OutOfMemoryError', detail: '', body: '' },
      ...{ errors: 'CUDA', message: 'CUDA' },
    });
    expect(JSON.stringify(doorProblem(new Error('a secret of ours')))).not.toContain('secret');
  });
});
