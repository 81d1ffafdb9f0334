interface Summary {
  count: number;
  previewable: number;
  preview: object | null;
}

const shownKinds = new Set(['images', 'video', 'audio', '3d', 'text']);
const modelEndings = ['.obj', '.fbx', '.gltf', '.glb'];

/** How many results there are, and the one to show: saved ones before temporary ones. */
export function summarizeOutputs(outputs: ReadonlyMap<string, Record<string, unknown[]>>): Summary {
  const found = [...outputs].flatMap(([nodeId, output]) =>
    Object.entries(output)
      .filter(([kind]) => kind !== 'animated')
      .flatMap(([mediaType, items]) => items.map((item) => ({ nodeId, mediaType, item }))),
  );
  const files = found.flatMap(({ item, ...where }) =>
    typeof item === 'object' && item !== null ? [{ ...item, ...where }] : [],
  );
  const shown = files.filter(isPreviewable);
  const preview = shown.find((one) => 'type' in one && one.type === 'output') ?? shown[0] ?? null;
  return { count: files.length, previewable: shown.length, preview };
}

function isPreviewable(item: { mediaType: string; format?: unknown; filename?: unknown }): boolean {
  if (shownKinds.has(item.mediaType)) return true;
  const format = typeof item.format === 'string' ? item.format : '';
  if (format.startsWith('video/') || format.startsWith('audio/')) return true;
  const filename = typeof item.filename === 'string' ? item.filename.toLowerCase() : '';
  return modelEndings.some((ending) => filename.endsWith(ending));
}
