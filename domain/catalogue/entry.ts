/** Who can mend it. `nobody` means that the sync goes on by itself. */
export type Who =
  | 'finance'
  | 'administrator'
  | 'rillet admin'
  | 'sequence admin'
  | 'support'
  | 'nobody'

/** One error in words for an accountant; `{name}` is filled from the problem's params of that name. */
export type Entry = {
  title: string
  whatHappened: string
  who: Who
  how: string
  params: readonly string[]
}
