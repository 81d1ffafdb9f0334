import { describeDispatcherContract } from '../../../../test/support/dispatcher-contract.js';
import { pageSubject } from '../../../../test/support/page-subject.js';
import { webuiSubject } from '../../../../test/support/webui-subject.js';
import { ForgeDispatcher } from './forge.dispatcher.js';

describeDispatcherContract('forge (REST)', () => webuiSubject('forge', (http) => new ForgeDispatcher(http)));
describeDispatcherContract('forge (Gradio)', () => pageSubject('forge', (http) => new ForgeDispatcher(http)));
