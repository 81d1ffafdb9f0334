/** A JSON object whose keys are not known. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses text that may be no JSON at all; undefined then. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * A copy in which every string longer than `maxChars` is cut to its head and its length, so that requests with
 * embedded images can be shown and stored.
 */
export function shortenStrings(value: unknown, maxChars = 2000, keepChars = 64): unknown {
  if (typeof value === 'string') {
    return value.length > maxChars ? `${value.slice(0, keepChars)}…<${value.length} chars>` : value;
  }
  if (Array.isArray(value)) return value.map((item) => shortenStrings(item, maxChars, keepChars));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, shortenStrings(item, maxChars, keepChars)]),
  );
}
