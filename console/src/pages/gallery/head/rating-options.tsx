import { text } from '../../../text';
import classes from './head.module.css';

const STARS = [5, 4, 3, 2, 1] as const;

export function RatingOptions({ onChoose }: { onChoose: (stars: number) => void }) {
  return (
    <ul className={classes.options}>
      {STARS.map((stars) => (
        <li key={stars}>
          <button type="button" onClick={() => onChoose(stars)}>
            {text.gallery.starsAtLeast(stars)}
          </button>
        </li>
      ))}
    </ul>
  );
}
