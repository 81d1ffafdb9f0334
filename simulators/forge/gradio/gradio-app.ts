import { randomInt } from 'node:crypto';
import type { ServerLife } from '../server-life.js';
import type { Settings } from '../simulator-options.js';
import { CallTimes } from './call-times.js';
import { RecentResults } from './generation/recent-results.js';
import { buildInterface } from './interface/user-interface.js';
import type { UserInterface } from './interface/user-interface.js';
import { Logins } from './logins.js';
import { EventQueue } from './queue/event-queue.js';
import { SessionStreams } from './queue/session-streams.js';
import { SocketQueue } from './queue/socket-queue.js';

/** What Gradio keeps in one life of the process: the page, who is logged in, the queue, the last results. */
export class GradioApp {
  readonly id = randomInt(2 ** 47);
  readonly ui: UserInterface;
  readonly logins: Logins;
  readonly times = new CallTimes();
  readonly results = new RecentResults();
  readonly sessions: SessionStreams;
  readonly queue: EventQueue;
  readonly socketQueue: SocketQueue;
  /** Files outside the data folder that /file= may give out because this process made them. */
  readonly madeFiles = new Set<string>();

  constructor(settings: Settings, life: ServerLife, start: number) {
    this.ui = buildInterface(settings, life, start);
    this.logins = new Logins(settings.dialect, settings.gradioAuth);
    this.sessions = new SessionStreams(settings.heartbeatMs, life.signal);
    this.queue = new EventQueue(this.sessions, life.signal);
    this.socketQueue = new SocketQueue(life.signal);
  }
}
