/** Markup that is already safe to send. */
export type Html = { readonly markup: string }

type Part = Html | string | number | boolean | null | undefined | readonly Part[]

/** Template tag: everything put in is escaped, but other `html` values and lists of them. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const markup = strings.map((text, at) => text + (at < parts.length ? render(parts[at]) : ''))
  return { markup: markup.join('') }
}

export type Page = {
  /** The vendor's name, shown on every page. */
  vendor: string
  title: string
  nav?: { href: string; label: string }[]
  /** What came of the last form, from the query string. */
  notice?: string | undefined
  error?: string | undefined
  body: Html
}

/** A whole page: plain forms, no script. */
export function page({ vendor, title, nav = [], notice, error, body }: Page): string {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${vendor} sandbox</title>
<link rel="stylesheet" href="/_sandbox/style.css">
</head>
<body>
<header>
<a class="brand" href="/">${vendor} <span>sandbox</span></a>
<nav>${nav.map(({ href, label }) => html`<a href="${href}">${label}</a>`)}</nav>
</header>
<main>
<h1>${title}</h1>
${notice ? html`<p class="notice" role="status">${notice}</p>` : ''}
${error ? html`<p class="error" role="alert">${error}</p>` : ''}
${body}
</main>
</body>
</html>
`
  return markup
}

/** A table that scrolls sideways on a narrow screen; says so when there are no rows. */
export function table(heads: string[], rows: Part[][], empty = 'Nothing here yet.'): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`
  return html`<div class="scroll"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`
}

/** Pairs of name and value, one under the other. */
export const facts = (pairs: [string, Part][]): Html =>
  html`<dl>${pairs.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`

/** A form that posts to `action`; `label` is its button. */
export const form = (action: string, label: string, fields: Part = '', danger = false): Html =>
  html`<form method="post" action="${action}">${fields}<button class="${danger ? 'danger' : ''}">${label}</button></form>`

/** One labelled input. */
export const field = (label: string, name: string, value: Part = '', type = 'text'): Html =>
  html`<label>${label} <input name="${name}" type="${type}" value="${value}"></label>`

/** One labelled choice of `[value, label]` pairs. */
export const choice = (
  label: string,
  name: string,
  options: (readonly [string, string])[],
  chosen?: string,
): Html =>
  html`<label>${label} <select name="${name}">${options.map(
    ([value, text]) =>
      html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`,
  )}</select></label>`

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false || part === true) return ''
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (char) => escapes[char] ?? char)
  if (typeof part === 'number') return String(part)
  if ('markup' in part) return part.markup
  return part.map(render).join('')
}
