import { AppType } from '../../contract/index.js';
import { SdapiDispatcher } from '../../sdapi/sdapi.dispatcher.js';
import { TargetHttp } from '../../target-http.js';
import { A1111 } from './a1111.flavour.js';

/** AUTOMATIC1111, and the relatives that choose one VAE as it does (Forge Classic, reForge). */
@AppType('a1111')
export class A1111Dispatcher extends SdapiDispatcher {
  constructor(http: TargetHttp) {
    super(http, A1111);
  }
}
