// Small reading of binary files. Everything is checked against the file's end: files come from anywhere.

export const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

export const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
export const utf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);
