import { hasRight, type Right, type Role } from '../domain/permission.ts';

/** One entry of the shell's navigation; `key` is a text key, `icon` a name in views/components/icon.njk. */
export interface NavigationItem {
  readonly href: string;
  readonly key: string;
  readonly icon: string;
  /** Absent: everybody who is signed in. */
  readonly right?: Right;
  /** Other addresses whose pages belong to the place. */
  readonly also?: readonly string[];
}

export interface NavigationLink extends NavigationItem {
  readonly current: boolean;
}

/** The entries a role may open; the one whose address begins the page's address is the current one. */
export function linksFor(items: readonly NavigationItem[], role: Role, path: string): readonly NavigationLink[] {
  const open = items.filter(({ right }) => right === undefined || hasRight(role, right));
  const below = (href: string): boolean => href === path || (href !== '/' && path.startsWith(`${href}/`));
  const current =
    open.filter(({ href }) => below(href)).toSorted((a, b) => b.href.length - a.href.length)[0] ??
    open.find(({ also = [] }) => also.some(below));
  return open.map((item) => ({ ...item, current: item === current }));
}
