import type { Settings } from './simulator-options.js';

/** What the server says it can: GET /features, and the answer to a client's `feature_flags`. */
export function serverFeatures(settings: Settings): object {
  return {
    supports_preview_metadata: true,
    supports_model_type_tags: true,
    max_upload_size: settings.maxUploadBytes,
    extension: { manager: { supports_v4: true } },
    node_replacements: true,
    assets: false,
  };
}
