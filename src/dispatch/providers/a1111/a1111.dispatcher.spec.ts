import { describeDispatcherContract } from '../../../../test/support/dispatcher-contract.js';
import { pageSubject } from '../../../../test/support/page-subject.js';
import { webuiSubject } from '../../../../test/support/webui-subject.js';
import { A1111Dispatcher } from './a1111.dispatcher.js';

describeDispatcherContract('a1111 (REST)', () => webuiSubject('a1111', (http) => new A1111Dispatcher(http)));
describeDispatcherContract('a1111 (Gradio)', () => pageSubject('a1111', (http) => new A1111Dispatcher(http)));
