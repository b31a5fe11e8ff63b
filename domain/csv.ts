/**
 * Comma-separated text with CRLF (RFC 4180), safe to open in a spreadsheet: a cell that it would take for a
 * formula begins with an apostrophe. Plain numbers stay numbers.
 */
export const toCsv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')

const number = /^-?\d+(\.\d+)?$/
/** Signs that begin a formula, also behind blanks; a tab or line break lets one begin. */
const formula = /^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/

function cell(value: string | number | null): string {
  const text = String(value ?? '')
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
