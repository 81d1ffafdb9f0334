import { describe, expect, it } from '@jest/globals';
import { exampleJson, previewOf } from './message-preview';
import { EVENTS, TEMPLATES } from './webhook-draft';

describe('the preview of a message', () => {
  it('is there for every event and every chat service', () => {
    const chats = TEMPLATES.filter((template) => template !== 'standard');
    for (const event of EVENTS)
      for (const template of chats) expect(previewOf(event, template)?.title).toBeTruthy();
    expect(previewOf('job.completed', 'standard')).toBeNull();
  });

  it('has a sign for the mood where the service shows one, and the event below where it shows that', () => {
    expect(previewOf('job.failed', 'telegram')).toMatchObject({ mark: '❌', foot: null });
    expect(previewOf('job.failed', 'discord')).toMatchObject({ mark: '', foot: 'StableQueue · job.failed' });
  });

  it('shows an image with finished ones alone', () => {
    expect(previewOf('job.completed', 'slack')?.hasImage).toBe(true);
    expect(previewOf('bulk.finished', 'slack')?.hasImage).toBe(false);
  });

  it('is JSON in the form of the standard message for programs', () => {
    for (const event of EVENTS) {
      const message = JSON.parse(exampleJson(event)) as Record<string, unknown>;
      expect(message).toMatchObject({ type: event, data: expect.any(Object) });
      expect(Object.keys(message)).toEqual(['type', 'timestamp', 'data']);
    }
  });
});
