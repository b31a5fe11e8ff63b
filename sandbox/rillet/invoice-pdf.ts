import { amountsOf } from './invoice-amounts.ts'
import type { Invoice, Session } from './model.ts'
import { money } from './view.ts'

/** A one-page PDF with number, dates and total: enough to be a real one. */
export function invoicePdf(session: Session, invoice: Invoice): Buffer {
  const { total } = amountsOf(session, invoice)
  const { amount, currency } = money(session, total, invoice.currency)
  const lines = [
    `Invoice ${invoice.invoice_number}`,
    `Date ${invoice.invoice_date}, due ${invoice.due_date}`,
    `Total ${currency} ${amount}`,
  ]
  const text = lines.map((line) => `(${escaped(line)}) Tj 0 -24 Td`).join(' ')
  const stream = `BT /F1 16 Tf 72 760 Td ${text} ET`
  return Buffer.from(assemble(objects(stream)), 'latin1')
}

const objects = (stream: string) => [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
  `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
  '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
]

function assemble(parts: string[]): string {
  let file = '%PDF-1.4\n'
  const offsets = parts.map((part, at) => {
    const offset = file.length
    file += `${at + 1} 0 obj\n${part}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const start = file.length
  const size = parts.length + 1
  return `${file}xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
}

const escaped = (line: string) =>
  line.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, (char) => `\\${char}`)
