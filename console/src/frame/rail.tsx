import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { usePreference } from '../lib/preferences';
import { text } from '../text';
import { Mark } from './mark';
import { usePages } from './use-pages';
import classes from './rail.module.css';

/** The navigation of wide screens: icons with labels, or icons alone. */
export function Rail() {
  const [collapsed, setCollapsed] = usePreference('railCollapsed');
  const pages = usePages().filter(({ aside }) => !aside);
  const fold = collapsed ? text.nav.expand : text.nav.collapse;
  return (
    <nav className={classes.rail} data-collapsed={collapsed || undefined} aria-label={text.nav.label}>
      <Link to="/" className={classes.home} aria-label={text.app}>
        <Mark />
        {!collapsed && <strong>{text.app}</strong>}
      </Link>
      {pages.map(({ to, label, icon: PageIcon }) => (
        <Tooltip key={to} label={label} position="right" disabled={!collapsed}>
          <Link to={to} className={classes.link} activeProps={{ 'data-active': true }} aria-label={label}>
            <PageIcon size={20} stroke={1.6} aria-hidden />
            {!collapsed && <span>{label}</span>}
          </Link>
        </Tooltip>
      ))}
      <ActionIcon
        className={classes.fold}
        variant="subtle"
        color="gray"
        aria-label={fold}
        onClick={() => setCollapsed(!collapsed)}
      >
        {collapsed ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
      </ActionIcon>
    </nav>
  );
}
