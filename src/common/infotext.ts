// A1111 infotext: the text that Forge and A1111 write into their images. The grammar is in infotext-grammar.ts,
// the way back to generation parameters in infotext-params.ts; import both from here.
export {
  parseHashList,
  parseInfotext,
  quoteInfotextValue,
  splitSizes,
  type ParsedInfotext,
} from './infotext-grammar.js';
export { paramsFromInfotext } from './infotext-params.js';
