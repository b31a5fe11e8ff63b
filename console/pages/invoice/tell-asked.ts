import type { z } from 'zod'
import type { StatusView } from '../../../api/schemas/invoices.ts'
import { toast } from '../../components/toasts.tsx'
import { invoiceAsked } from '../../words/asked.ts'
import { stateLooks } from '../../words/looks.ts'

/** Says what was asked of an invoice, by the button's word, and where it stands by the answer. */
export function tellAsked(
  action: string,
  number: string | null,
  { state, problems }: z.infer<typeof StatusView>,
): void {
  toast.asked(...invoiceAsked(action, number, { shownAs: stateLooks[state].label, problems }))
}
