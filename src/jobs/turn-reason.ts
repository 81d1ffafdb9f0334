// Why a job that could run has not had its turn, by what the scheduler decided last. Pure.
import type { Pass } from '../scheduling/passes.js';
import type { ChoiceReason } from '../scheduling/scheduling-snapshot.js';
import type { WaitingReason } from './job.js';

/** The last choice of a server that the job could go to. */
export interface LastChoice {
  alias: string;
  reason: ChoiceReason;
  model: string;
  tenant: string;
  /** GPU seconds of its tenant by now. */
  share: number;
}

export interface TurnFacts {
  model: string;
  tenant: string;
  background: boolean;
  /** GPU seconds of its tenant by now. */
  share: number;
  pass: Pass | undefined;
  /** How often it may be passed over. */
  maxPasses: number;
  choices: readonly LastChoice[];
  /** An idle server that shares its GPU with one that works, where that is all that is idle. */
  noRoomOn: string | null;
  /** A server that is busy and has its model, where one without it is idle. */
  leftFor: { alias: string; seconds: number } | null;
  /** By how many GPU seconds shares must differ to count. */
  quantumSeconds: number;
}

/** Null: it only stands behind others. */
export function turnReason(facts: TurnFacts): WaitingReason | null {
  return (
    noRoom(facts) ?? leftForServer(facts) ?? modelInUse(facts) ?? lessServed(facts) ?? interactiveFirst(facts)
  );
}

function noRoom({ noRoomOn }: TurnFacts): WaitingReason | null {
  if (noRoomOn === null) return null;
  const message = `"${noRoomOn}" shares its GPU with a server that works now, and both jobs are not known to fit into it together.`;
  return { code: 'gpu_in_use', message };
}

function leftForServer({ leftFor }: TurnFacts): WaitingReason | null {
  if (!leftFor) return null;
  const seconds = Math.max(1, Math.round(leftFor.seconds));
  const message = `"${leftFor.alias}" has its model loaded and is free in about ${seconds} s; loading it elsewhere would take longer.`;
  return { code: 'left_for_loaded_server', message };
}

function modelInUse({ pass, maxPasses, choices, model, tenant }: TurnFacts): WaitingReason | null {
  if (!pass) return null;
  const other = choices.find((one) => one.tenant === tenant && one.model !== model && one.model !== '');
  if (!other) return null;
  const times = pass.times === 1 ? 'once' : `${pass.times} times`;
  const message = `"${other.alias}" goes on with jobs for "${other.model}", which it has loaded; this one was passed over ${times}, which happens ${maxPasses} times at most.`;
  return { code: 'other_model_loaded', message };
}

function lessServed({ choices, tenant, share, quantumSeconds }: TurnFacts): WaitingReason | null {
  const other = choices.find((one) => one.tenant !== tenant && one.share + quantumSeconds < share);
  if (!other) return null;
  const seconds = Math.round(share - other.share);
  const message = `Others who wait have had less GPU time lately (by ${seconds} s) and go first.`;
  return { code: 'fair_share', message };
}

function interactiveFirst({ choices, background }: TurnFacts): WaitingReason | null {
  if (!background) return null;
  const other = choices.find(({ reason }) => reason === 'interactive');
  if (!other) return null;
  const message = `Jobs that somebody waits for go before bulks; "${other.alias}" took one of them last.`;
  return { code: 'interactive_first', message };
}
