/**
 * A field as the API names it (`body.taxTable.0.taxed`), in words (`Tax table, row 1, taxed`): where it stands in
 * the request is left out, and that it is an id.
 */
export function wordsOfField(field: string): string {
  const [first = '', ...rest] = field.split('.')
  const path = places.has(first) && rest.length > 0 ? rest : [first, ...rest]
  const words = path.map((part) => (/^\d+$/.test(part) ? `row ${Number(part) + 1}` : spaced(part)))
  const text = words.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const places = new Set(['body', 'query', 'querystring', 'params', 'headers'])

/** Fields of the settings whose names say less than what the page calls them. */
const names: Record<string, string> = {
  changesSweepMinutes: 'Rillet’s changes (minutes)',
  fullSweepMinutes: 'all of Rillet (minutes)',
  sequenceSweepMinutes: 'Sequence (minutes)',
  invoiceUrlTemplate: 'address in Rillet’s references',
}

/** `bankAccountId` is `bank account`, `apiKey` is `api key`. */
const spaced = (name: string): string =>
  names[name] ??
  name
    .replace(/(?<=.)Id$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\bapi\b/, 'API')
