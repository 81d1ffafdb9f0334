import { common } from './common';
import { forms } from './forms';
import { frame } from './frame';
import { gallery } from './gallery';
import { generate } from './generate';
import { job } from './job';
import { keysPage } from './keys';
import { modelsPage } from './models';
import { queue } from './queue';
import { serversPage } from './servers';
import { system } from './system';
import { webhooksPage } from './webhooks';
import { workflows } from './workflows';

/** One file a page; sentences with numbers in them are functions. */
export const en = {
  ...common,
  ...frame,
  ...generate,
  ...queue,
  ...gallery,
  ...job,
  ...system,
  ...workflows,
  forms,
  keysPage,
  modelsPage,
  serversPage,
  webhooksPage,
};
