import { describeDispatcherContract } from '../../../../test/support/dispatcher-contract.js';
import { webuiSubject } from '../../../../test/support/webui-subject.js';
import { ForgeDispatcher } from './forge.dispatcher.js';

describeDispatcherContract('forge', () => webuiSubject('forge', (http) => new ForgeDispatcher(http)));
