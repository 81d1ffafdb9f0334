// A list of prompts as a file: text, CSV or JSONL. Pure; what is wrong is told with its line.
import { parse } from 'csv-parse/sync';
import { InvalidRequestError } from '../common/errors.js';
import { isJsonObject, parseJson, type JsonObject } from '../common/json.js';
import { findUnsafe } from '../common/safe-json.js';
import { KNOWN_PARAMS } from '../dispatch/sdapi/params/read-params.js';
import { isParamPath, withParam } from './param-path.js';

export interface ListEntry {
  /** In the file, from 1. */
  line: number;
  value: string | JsonObject;
}

export interface LineProblem {
  line: number;
  message: string;
}

export interface ListFile {
  entries: ListEntry[];
  problems: LineProblem[];
}

const MAX_PROBLEMS = 20;

/**
 * @param name decides how it is read: `.txt`, `.csv`, `.jsonl` (or `.ndjson`)
 * @throws InvalidRequestError for another kind of file, for one that is no text, and for one with nothing in it
 */
export function readListFile(name: string, bytes: Uint8Array): ListFile {
  const kind = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  const read = kind === undefined ? undefined : READERS[kind];
  if (!read) throw refused('must be a .txt, .csv or .jsonl file');
  const file = read(decode(bytes));
  if (!file.entries.length && !file.problems.length) throw refused('has no prompts in it');
  return { ...file, problems: file.problems.slice(0, MAX_PROBLEMS) };
}

const READERS: Readonly<Record<string, (text: string) => ListFile>> = {
  txt: readText,
  csv: readCsv,
  jsonl: readJsonl,
  ndjson: readJsonl,
};

/** One prompt a line; blank lines and those that begin with `#` are left out. */
function readText(text: string): ListFile {
  return { entries: linesOf(text).filter(({ value }) => !value.startsWith('#')), problems: [] };
}

function readJsonl(text: string): ListFile {
  const entries: ListEntry[] = [];
  const problems: LineProblem[] = [];
  for (const { line, value } of linesOf(text)) {
    const parsed = parseJson(value);
    const isEntry = isJsonObject(parsed) || typeof parsed === 'string';
    const unsafe = findUnsafe(parsed);
    if (unsafe) problems.push({ line, message: `cannot be used: ${unsafe.path}: ${unsafe.message}` });
    else if (isEntry) entries.push({ line, value: parsed });
    else problems.push({ line, message: 'is not a JSON object with parameters, nor a JSON string' });
  }
  return { entries, problems };
}

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

/** Names that clients use beside those of the parameters (`dispatch/sdapi/params/unify-names.ts`). */
const OTHER_NAMES = ['positive_prompt', 'sampler', 'sampler_index', 'checkpoint', 'batch_count'];
const COLUMNS: ReadonlySet<string> = new Set([...KNOWN_PARAMS, ...OTHER_NAMES]);

/** The header names the parameters, with dots for those inside others; an empty cell leaves its parameter as it is. */
function readCsv(text: string): ListFile {
  const [header, ...rows] = csvRecords(text);
  if (!header) return { entries: [], problems: [] };
  const names = columnsOf(header.record);
  const entries: ListEntry[] = [];
  const problems: LineProblem[] = [];
  for (const { record, info } of rows) {
    if (record.length > names.length)
      problems.push({ line: info.lines, message: `has ${record.length} cells, the header ${names.length}` });
    else entries.push({ line: info.lines, value: paramsOfRow(names, record) });
  }
  return { entries, problems };
}

/** Spreadsheets write `Prompt`; below the parameter itself capitals matter (`override_settings.CLIP_stop_…`). */
function columnsOf(header: readonly string[]): string[] {
  const names = header.map((name) => name.trim().replace(/^[^.]*/, (param) => param.trim().toLowerCase()));
  const bad = names.find((name, index) => !isParamPath(name) || names.indexOf(name) !== index);
  if (bad !== undefined)
    throw refused(`has a column "${bad.slice(0, 100)}" that cannot be: each names one parameter, once`);
  if (names.some((name) => COLUMNS.has(name.split('.')[0]!))) return names;
  const found = names.slice(0, 5).join('", "').slice(0, 200);
  throw refused(
    `has no column of a known parameter: its first line must name them ("prompt", …), not "${found}"`,
  );
}

/** Spreadsheets of many countries write semicolons. */
function delimiterOf(text: string): string {
  const header = /[^\s][^\r\n]*/.exec(text)?.[0] ?? '';
  return !header.includes(',') && header.includes(';') ? ';' : ',';
}

function csvRecords(text: string): CsvRecord[] {
  try {
    return parse(text, {
      info: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: 200_000,
    }) as unknown as CsvRecord[];
  } catch (error) {
    throw refused(`is no CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function paramsOfRow(names: readonly string[], record: readonly string[]): JsonObject {
  return names.reduce<JsonObject>((params, name, index) => {
    const cell = record[index]?.trim() ?? '';
    return cell === '' ? params : withParam(params, name, cell);
  }, {});
}

function linesOf(text: string): { line: number; value: string }[] {
  return text
    .split(/\r\n|[\n\r]/)
    .map((value, index) => ({ line: index + 1, value: value.trim() }))
    .filter(({ value }) => value !== '');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused('is not UTF-8 text; save it as UTF-8');
  }
}

function refused(message: string): InvalidRequestError {
  return new InvalidRequestError(`The file ${message}.`, [{ path: 'file', message }]);
}
