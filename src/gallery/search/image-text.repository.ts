// Full text of images: the query language that people type, and its SQL. Another database needs another of this class
// and nothing else: docs/adr/0018.
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

/** Ids ascend. */
export interface TextMatch {
  /** Undefined: the text only excludes. */
  only?: number[];
  without?: number[];
}

interface Terms {
  wanted: string[];
  unwanted: string[];
}

const MOST_TERMS = 30;
/** A phrase in quotes, or what stands between blanks; each may follow a minus. */
const TERM = /(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/g;
/** What the index makes words of; a term without any is no term. */
const HAS_WORD = /[\p{L}\p{N}\p{Co}]/u;

@Injectable()
export class ImageText {
  constructor(private readonly database: Database) {}

  /** Images in whose text all words and phrases occur and none of the excluded ones; null: the query says nothing. */
  async find(query: string): Promise<TextMatch | null> {
    const { wanted, unwanted } = readTerms(query);
    if (wanted.length) return { only: await this.ids([wanted.join(' AND '), ...unwanted].join(' NOT ')) };
    return unwanted.length ? { without: await this.ids(unwanted.join(' OR ')) } : null;
  }

  /** As one text: tens of thousands of rows would cost more on their way than in the index. */
  private ids(expression: string): Promise<number[]> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ ids: string }]>(
        `SELECT '[' || coalesce(group_concat(rowid), '') || ']' AS ids FROM images_text WHERE images_text MATCH ?`,
        [expression],
      );
      return JSON.parse(row.ids) as number[];
    });
  }
}

/** Words are prefixes, phrases are not. Everything is quoted, so nothing of it is syntax to the index. */
export function readTerms(query: string): Terms {
  const terms: Terms = { wanted: [], unwanted: [] };
  for (const [, minus, phrase, word] of query.normalize('NFC').matchAll(TERM)) {
    const text = (phrase ?? word ?? '').replaceAll('\0', ' ');
    if (!HAS_WORD.test(text)) continue;
    const term = `"${text.replaceAll('"', '""')}"${phrase === undefined ? '*' : ''}`;
    (minus ? terms.unwanted : terms.wanted).push(term);
    if (terms.wanted.length + terms.unwanted.length === MOST_TERMS) break;
  }
  return terms;
}
