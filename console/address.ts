import { useLocation, useNavigate } from '@tanstack/react-router'
import { parseSearch, stringifySearch } from './search.ts'

export type Change = Record<string, string | undefined>

/** The address bar as the place of a page's filters. */
export function useAddress() {
  const { pathname, searchStr } = useLocation()
  const navigate = useNavigate()
  const present = parseSearch(searchStr)

  /** The address with a change; another filter begins at the first page. */
  const to = (change: Change): string =>
    pathname + stringifySearch({ ...present, cursor: undefined, trail: undefined, ...change })

  return {
    /** The page's address without any filter. */
    path: pathname,
    value: (name: string): string | undefined => present[name],
    /** Every filter that is set; the place in the list is none. */
    isFiltered: Object.keys(present).some((name) => name !== 'cursor' && name !== 'trail'),
    to,
    /** Typing replaces the entry in the history, pressing makes a new one. */
    go: (change: Change, { replace = false } = {}): void =>
      void navigate({ href: to(change), replace, resetScroll: false }),
  }
}
