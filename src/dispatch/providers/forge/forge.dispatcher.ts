import { AppType } from '../../contract/index.js';
import { SdapiDispatcher } from '../../sdapi/sdapi.dispatcher.js';
import { TargetHttp } from '../../target-http.js';
import { FORGE } from './forge.flavour.js';

/** Forge, and its descendants that choose modules as it does (Forge Neo). */
@AppType('forge')
export class ForgeDispatcher extends SdapiDispatcher {
  constructor(http: TargetHttp) {
    super(http, FORGE);
  }
}
