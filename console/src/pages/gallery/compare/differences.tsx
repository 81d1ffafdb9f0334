import type { ImageInfo } from '../../../api/queries/gallery/images';
import { text } from '../../../text';
import { factsOf } from '../lightbox/facts';
import { markWords, negativeOfInfo, pairFacts, promptOfInfo } from './parameter-differences';
import classes from './compare.module.css';

/** All parameters of both; what differs is marked, and stands first. */
export function Differences({ a, b }: { a: ImageInfo; b: ImageInfo }) {
  const pairs = pairFacts(factsOf(a), factsOf(b)).sort((x, y) => Number(y.differs) - Number(x.differs));
  return (
    <div className={classes.facts} tabIndex={0} role="region" aria-label={text.gallery.differences}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.gallery.parameter}</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          <Prompts name={text.gallery.prompt} a={promptOfInfo(a)} b={promptOfInfo(b)} />
          <Prompts name={text.gallery.negative} a={negativeOfInfo(a)} b={negativeOfInfo(b)} />
          {pairs.map(({ name, a: inA, b: inB, differs }) => (
            <tr key={name} data-differs={differs || undefined}>
              <th scope="row">{name}</th>
              <td>{differs ? <mark>{inA ?? '–'}</mark> : inA}</td>
              <td>{differs ? <mark>{inB ?? '–'}</mark> : inB}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Prompts({ name, a, b }: { name: string; a: string; b: string }) {
  if (!a && !b) return null;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <Marked words={a} others={b} />
      </td>
      <td>
        <Marked words={b} others={a} />
      </td>
    </tr>
  );
}

function Marked({ words, others }: { words: string; others: string }) {
  return markWords(words, others).map(({ word, isOnlyHere }, at) => (
    <span key={at}>
      {at > 0 && ', '}
      {isOnlyHere ? <mark>{word}</mark> : word}
    </span>
  ));
}
