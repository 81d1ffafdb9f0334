// What differs between the app types that speak the SDAPI. Everything else is shared; a further relative of these
// servers is a new flavour and a provider of a few lines.
import type { JsonObject } from '../../common/json.js';

export interface WebuiFlavour {
  /** A model that was unloaded stays in RAM until it is asked back; a generation before that fails. */
  reloadsByHand: boolean;
  appType: string;
  label: string;
  /** List of VAE (and text encoder) files. */
  modulesPath: string;
  /** The option that chooses among them. */
  modulesOption: string;
  /** Whether a server with these options is of this app type. */
  recognises(options: JsonObject): boolean;
  /** The same by what is on its page, by elem_id. */
  recognisesPage(has: (elemId: string) => boolean): boolean;
  /** What infotexts call the checkpoint: as an override of the page. */
  checkpointText: string;
  /** What to register a server as that is not. */
  otherAppType: string;
  /** Fields of the generation call that only this app type takes. */
  ownFields: readonly string[];
  /** Fractions where an integer belongs: cut (pydantic 1) or refused (pydantic 2). */
  truncateFractions: boolean;
  /** The value of `modulesOption` for the wanted files; several are refused where only one is possible. */
  modulesValue(files: string[]): unknown;
  maxModules: number;
  /** What hires fix needs beyond what the client gave. */
  completeHires(body: JsonObject): JsonObject;
  /** How long to leave the server alone after it began to accept connections again; 0: not at all. */
  settleMs: number;
}
