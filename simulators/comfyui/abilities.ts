/**
 * What a ComfyUI of some version can do, where releases differ in a way that a client notices. The
 * table of releases is in protocol.md.
 */
export interface Abilities {
  /** `progress_state`, the `feature_flags` handshake, GET /features, previews with metadata. */
  featureFlags: boolean;
  partialTargets: boolean;
  /** POST /interrupt looks at the prompt_id; before, it stops whatever runs. */
  interruptsById: boolean;
  /** `progress_state` goes to the client of the prompt; before, to everybody. */
  addressesProgressState: boolean;
  stampsCreateTime: boolean;
  /** A sixth element, with the secrets, in the items of GET /queue. */
  tellsSecrets: boolean;
  /** `os` is linux, win32 or darwin; before, posix or nt. */
  tellsPlatform: boolean;
  /** `extra_data.preview_method`. */
  previewsByPrompt: boolean;
  /** `node_errors` is an empty list, not an empty object, when a prompt is refused without any. */
  listsNoErrors: boolean;
  jobs: boolean;
  /** The job status `cancelled`; before, an interrupted job had `failed`. */
  cancelledStatus: boolean;
  throttlesProgress: boolean;
  missingNodeType: boolean;
  refusesCrossSite: boolean;
  listsAllDevices: boolean;
  /** Outputs of earlier prompts are kept; before, only what the last prompt used. */
  keepsCache: boolean;
  checksPromptId: boolean;
  cancelsJobs: boolean;
  /** Prompts without a client whose outputs come from the cache end with empty `outputs` (#14939). */
  losesCachedOutputs: boolean;
  sendsNoSniff: boolean;
  countsPreviewable: boolean;
  /** Files in outputs carry `metadata`; a job that is not finished tells its `workflow`. */
  describesFiles: boolean;
}

export function abilitiesOf(version: string): Abilities {
  const from = (first: string): boolean => compareVersions(version, first) >= 0;
  return {
    featureFlags: from('0.3.45'),
    partialTargets: from('0.3.48'),
    interruptsById: from('0.3.57'),
    addressesProgressState: from('0.3.58'),
    stampsCreateTime: from('0.3.69'),
    tellsSecrets: from('0.3.68') && !from('0.6.0'),
    tellsPlatform: from('0.4.0'),
    previewsByPrompt: from('0.5.0'),
    listsNoErrors: !from('0.4.0'),
    jobs: from('0.6.0'),
    cancelledStatus: from('0.9.0'),
    throttlesProgress: from('0.9.2'),
    missingNodeType: from('0.12.0'),
    refusesCrossSite: from('0.19.0'),
    listsAllDevices: from('0.23.0'),
    keepsCache: from('0.23.0'),
    checksPromptId: from('0.25.0'),
    cancelsJobs: from('0.26.0'),
    losesCachedOutputs: from('0.3.68') && !from('0.28.0'),
    sendsNoSniff: from('0.28.0'),
    countsPreviewable: from('0.32.0'),
    describesFiles: from('0.34.0'),
  };
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
