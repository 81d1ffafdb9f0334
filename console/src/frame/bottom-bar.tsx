import { IconDots } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { text } from '../text';
import { usePages } from './use-pages';
import classes from './bottom-bar.module.css';

/** The navigation of phones: four pages and the way to the others. */
export function BottomBar() {
  const { pathname } = useLocation();
  const all = usePages();
  const pages = all.filter(({ onPhone }) => onPhone);
  const isUnderMore = all.some(({ onPhone, to }) => !onPhone && pathname.startsWith(to));
  return (
    <nav className={classes.bar} aria-label={text.nav.label}>
      {pages.map(({ to, label, icon: PageIcon }) => (
        <Link key={to} to={to} className={classes.entry} activeProps={{ 'data-active': true }}>
          <PageIcon size={22} stroke={1.6} aria-hidden />
          {label}
        </Link>
      ))}
      <Link
        to="/more"
        className={classes.entry}
        activeProps={{ 'data-active': true }}
        data-active={isUnderMore || undefined}
      >
        <IconDots size={22} stroke={1.6} aria-hidden />
        {text.nav.more}
      </Link>
    </nav>
  );
}
