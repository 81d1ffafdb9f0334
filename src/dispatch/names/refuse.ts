import { DispatchError } from '../contract/index.js';
import { didYouMean, suggest } from '../../common/suggestions.js';

/** A name that this server does not have: permanent here, but another server may have it. */
export function notFound(code: string, what: string, asked: string, names: Iterable<string>): DispatchError {
  const suggestions = suggest(asked, names);
  const message = `This server has no ${what} "${asked}".${didYouMean(suggestions)}`;
  return new DispatchError('permanent', message, { code, elsewhere: true, details: { asked, suggestions } });
}

/** A name that fits several files equally: choosing for the user could give another picture. */
export function ambiguous(what: string, asked: string, titles: string[]): DispatchError {
  const list = titles.map((title) => `"${title}"`).join(' and ');
  const message = `"${asked}" is the name of more than one ${what} on this server: ${list}. Give the full name.`;
  return new DispatchError('permanent', message, {
    code: 'model_ambiguous',
    details: { asked, suggestions: titles },
  });
}

export function invalid(message: string): DispatchError {
  return new DispatchError('permanent', message, { code: 'invalid_parameters' });
}
