// Requests that wait for their images: A1111's way of answering. The job goes through the queue like any other and
// belongs to it; the connection only waits. There is no time limit of ours on the wait.
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Response } from 'express';
import { Principal } from '../../../access/contract/index.js';
import { DomainError, NotFoundError } from '../../../common/errors.js';
import { GalleryService } from '../../../gallery/gallery.service.js';
import { readObject, type JobRow } from '../../../jobs/job.js';
import { isEnded } from '../../../jobs/job-states.js';
import { JobsService } from '../../../jobs/jobs.service.js';
import { ServerWordsError } from '../door-problem.js';
import type { DoorBody } from './door-body.js';
import { failureOf, infoOf, interruptedInfo, parametersOf } from './generation-answer.js';
import { HeldResponse } from './held-response.js';
import { JobEndings } from './job-endings.js';
import { sendWithImages } from './send-with-images.js';

/** Injection token: milliseconds between the blanks that keep a connection open. */
export const KEEP_ALIVE_MS = Symbol('keep alive');

/** What the answer needs of its request. */
export type Wanted = Pick<DoorBody, 'asked' | 'sendImages'>;

interface Held {
  owner: string;
  interrupted: boolean;
  connection: HeldResponse;
}

@Injectable()
export class HeldRequests implements OnModuleDestroy {
  private readonly held = new Map<string, Held>();

  constructor(
    @Inject(KEEP_ALIVE_MS) private readonly keepAliveMs: number,
    private readonly jobs: JobsService,
    private readonly gallery: GalleryService,
    private readonly endings: JobEndings,
  ) {}

  /** A restart lets go of the connections; the jobs go on. */
  onModuleDestroy(): void {
    for (const { connection } of this.held.values()) connection.abandon('stop');
  }

  /** Ids of this caller's jobs that a connection waits for. */
  ofOwner(owner: string): string[] {
    return [...this.held].filter(([, one]) => one.owner === owner).map(([jobId]) => jobId);
  }

  /** Before the job is cancelled on its caller's own wish: the answer then is A1111's, not an error. */
  noteInterrupt(jobId: string): void {
    const held = this.held.get(jobId);
    if (held) held.interrupted = true;
  }

  /** Resolves when the answer is written, or the client has left. @throws ServerWordsError for a failed job */
  async answer(jobId: string, wanted: Wanted, who: Principal, response: Response): Promise<void> {
    const owner = asOwner(who);
    const connection = new HeldResponse(response, who.door.keepAlive ? this.keepAliveMs : null);
    const held: Held = { owner: who.owner, interrupted: false, connection };
    this.held.set(jobId, held);
    try {
      await this.untilEnded(jobId, owner, connection.abandoned);
    } finally {
      this.held.delete(jobId);
      connection.stopWaiting();
    }
    if (connection.abandonedBy === 'client') return this.onLeft(jobId, owner);
    if (connection.abandonedBy === 'stop') throw stoppingError(jobId);
    await this.send(await this.find(jobId, owner), wanted, held, response);
  }

  private untilEnded(jobId: string, owner: Principal, abandoned: AbortSignal): Promise<void> {
    const hasEnded = async (): Promise<boolean> => isEnded((await this.find(jobId, owner)).status);
    return this.endings.wait(jobId, hasEnded, abandoned);
  }

  private find(jobId: string, owner: Principal): Promise<JobRow> {
    return this.jobs.get(jobId, owner).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error;
      throw new ServerWordsError(500, 'JobDeleted', 'The job was deleted while its images were waited for.');
    });
  }

  /** Paths of the images of a job, in the server's own order, a grid first where it made one. */
  async imageFiles(row: JobRow): Promise<string[]> {
    const images = (await this.gallery.imagesOf([row.mobilesd_job_id])).get(row.mobilesd_job_id) ?? [];
    const whose = readerOf(row);
    // Clients of this API read every entry as a picture.
    const files = images
      .filter(({ media_type: type }) => type.startsWith('image/'))
      .sort((a, b) => a.idx - b.idx)
      .map(({ filename }) => this.gallery.download(filename, whose));
    return (await Promise.all(files)).map(({ file }) => join(file.root, file.path));
  }

  private async send(row: JobRow, wanted: Wanted, held: Held, response: Response): Promise<void> {
    const received = readObject(row.received_json);
    const parameters = JSON.stringify(parametersOf(received, wanted.asked));
    const tail = (info: string): string => `],"parameters":${parameters},"info":${JSON.stringify(info)}}`;
    if (row.status === 'cancelled' && held.interrupted)
      return sendWithImages(response, '{"images":[', [], tail(interruptedInfo(row)));
    if (row.status !== 'completed') throw failureOf(row);
    const files = wanted.sendImages ? await this.imageFiles(row) : [];
    await sendWithImages(response, '{"images":[', files, tail(infoOf(received)));
  }

  private async onLeft(jobId: string, owner: Principal): Promise<void> {
    if (owner.door.onDisconnect !== 'cancel') return;
    await this.jobs.cancel(jobId, owner).catch((error: unknown) => {
      // It has ended by itself in the same moment: nothing is left to cancel.
      if (!(error instanceof DomainError)) throw error;
    });
  }
}

/** Whoever submitted a job over this connection gets its answer there, whatever else the key may see. */
export function asOwner(who: Principal): Principal {
  return new Principal({ ...who, scopes: [...who.scopes, 'read_own', 'cancel_own'] });
}

/** Whoever may see a job may see its images. */
function readerOf(row: JobRow): Principal {
  const nobody = Principal.nobody();
  return new Principal({
    ...nobody,
    kind: row.api_key_id === null ? 'console' : 'key',
    keyId: row.api_key_id,
    scopes: ['read_own'],
  });
}

function stoppingError(jobId: string): ServerWordsError {
  const message = `StableQueue is stopping. The job goes on: ask for /sdapi/v1/jobs/${jobId} later.`;
  return new ServerWordsError(503, 'ServiceUnavailable', message, message);
}
