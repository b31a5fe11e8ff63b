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
  /** The same where the settings ask a person, so that nothing goes on by itself. */
  howAsked?: string
  params: readonly string[]
}
