import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Applied, CreditNoteState } from '../domain/credit-note.ts'
import type { Problem } from '../domain/model.ts'

type TimeOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>
type OwnTime = ColumnType<Date, Date | undefined, Date>
type OwnJson<T> = ColumnType<T, string | undefined, string>
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>

/** One credit note of Sequence on its way to a credit memo. */
type CreditNoteTable = {
  account_id: string
  credit_note_id: string
  number: Optional<string>
  invoice_id: Optional<string>
  customer_id: Optional<string>
  customer_name: Optional<string>
  currency: Optional<string>
  net_total: Optional<string>
  total_tax: Optional<string>
  gross_total: Optional<string>
  accounting_date: Optional<string>
  source_status: Optional<string>
  state: Generated<CreditNoteState>
  problems: OwnJson<Problem[]>
  blocked_since: TimeOrNull
  error_code: Optional<string>
  error_text: Optional<string>
  failing_since: TimeOrNull
  next_try_at: TimeOrNull
  /** Of the credit memo. */
  rillet_id: Optional<string>
  applied_total: Optional<string>
  /** What was last set off in Rillet: the same again is left to Rillet's users. */
  applied: ColumnType<Applied[] | null, string | null | undefined, string | null>
  note: Optional<string>
  created_at: OwnTime
  changed_at: OwnTime
  /** When the try was scheduled that last wrote where it stands. */
  stood_at: TimeOrNull
}

export type CreditNoteTables = {
  credit_note: CreditNoteTable
  credit_note_cause: { account_id: string; credit_note_id: string; cause: string; since: OwnTime }
}

export type CreditNoteRow = Selectable<CreditNoteTable>
