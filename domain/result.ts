import type { Problem } from './model.ts'
import type { Warning } from './warnings.ts'

/** What a mapping gives: the whole thing, or every reason why not, at once. Never both, never half. */
export type Mapping<T> =
  | { ok: true; value: T; warnings: Warning[] }
  | { ok: false; problems: Problem[]; warnings: Warning[] }
