/** The memo of a FULL invoice: Sequence's number on a line of its own, then Sequence's memo. */
export const memoOf = (invoiceNumber: string, memo: string | null): string =>
  memo ? `${invoiceNumber}\n${memo}` : invoiceNumber

/** Sequence's number in the memo of a FULL invoice; empty when there is no memo any more. */
export const numberInMemo = (memo: string | null | undefined): string =>
  memo?.split('\n', 1)[0]?.trim() ?? ''

/** The memo with another number; what Rillet's users wrote below it stays. */
export function renumberedMemo(memo: string | null | undefined, invoiceNumber: string): string {
  const [, ...rest] = (memo ?? '').split('\n')
  return [invoiceNumber, ...rest].join('\n')
}
