import { comfyuiSubject } from '../../../../test/support/comfyui-subject.js';
import { describeDispatcherContract } from '../../../../test/support/dispatcher-contract.js';

describeDispatcherContract('comfyui', comfyuiSubject);
