/** A file as people call it: without folders, ending and hash. `SDXL\base_1.0.safetensors [31e35c80fc]` → `base_1.0`. */
export function shortModelName(name: string): string {
  const withoutHash = name.replace(/\s*\[[0-9a-f]{6,}\]$/i, '');
  const file = withoutHash.split(/[\\/]/).at(-1) ?? withoutHash;
  return file.replace(/\.(safetensors|ckpt|pt|pth|gguf|sft|bin)$/i, '') || name;
}
