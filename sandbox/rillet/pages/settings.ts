import type { FastifyInstance } from 'fastify'
import { field, form, type Html, html, table } from '../../kit/html.ts'
import { closeBooks, reopenBooks } from '../books.ts'
import type { Session, Webhook, World } from '../model.ts'
import { NewKey, newKey, ReferenceType } from '../organizations.ts'
import { removeReferenceType, setReferenceType } from '../references.ts'
import { notFound } from '../refusal.ts'
import { NewWebhook } from '../webhook-settings.ts'
import { addWebhook, regenerateToken, webhookEvents } from '../webhooks.ts'
import { act, formOf, personIn, show } from './layout.ts'

/** What the vendor's own web app sets: keys, webhooks, reference types, books. */
export function settingsPages(app: FastifyInstance, world: World): void {
  const base = '/app/:organizationId/settings'
  app.get(base, async (request, reply) => {
    const session = personIn(world, request.params)
    return show(reply, session, {
      title: `Settings of ${session.organization.trade_name}`,
      body: settings(session),
    })
  })

  const on = (path: string, action: (session: Person, form: Record<string, string>) => string) =>
    app.post(`${base}${path}`, async (request, reply) => {
      const session = personIn(world, request.params)
      const back = `/app/${session.organization.id}/settings`
      return act(reply, back, () => action(session, formOf(request.body)))
    })

  on('/keys', ({ organization }, { name, readOnly }) => {
    const key = newKey(NewKey.parse({ name, readOnly: readOnly === 'on' }), world.newId)
    organization.keys.push(key)
    return `API key: ${key.token}`
  })
  on('/keys/:id/revoke', ({ organization, ids }) => {
    const key = organization.keys.find(({ id }) => id === ids['id'])
    if (key === undefined) throw notFound('The key')
    key.revokedAt = world.clock.iso()
    return `Key ${key.name} revoked.`
  })
  on('/webhooks', (session, { name, url, ...boxes }) => {
    const events = webhookEvents.filter((event) => boxes[event] === 'on')
    const organizationId = session.organization.id
    const given = NewWebhook.parse({ organizationId, name, url, events })
    return `Signing token: ${addWebhook(session, given).token}`
  })
  on('/webhooks/:id/:action', (session, _form) => {
    const webhook = webhookOf(session)
    const { organization, ids } = session
    switch (ids['action']) {
      case 'regenerate':
        regenerateToken(webhook)
        return `New signing token: ${webhook.token}`
      case 'toggle':
        webhook.enabled = !webhook.enabled
        return `Webhook ${webhook.name} ${webhook.enabled ? 'enabled' : 'disabled'}.`
      default:
        organization.webhooks = organization.webhooks.filter((one) => one !== webhook)
        return `Webhook ${webhook.name} deleted.`
    }
  })
  on('/reference-types', ({ organization }, { slug, restricted }) => {
    const type = ReferenceType.parse({ slug, restricted: restricted === 'on' })
    setReferenceType(organization, type)
    return `External reference type ${type.slug} added.`
  })
  on('/reference-types/:slug/remove', ({ organization, ids }) => {
    removeReferenceType(organization, ids['slug'] ?? '')
    return `External reference type ${ids['slug']} removed.`
  })
  on(
    '/books/close',
    (session, { end = '' }) => `Books closed until ${closeBooks(session, end).end}.`,
  )
  on('/books/reopen', (session) => {
    reopenBooks(session)
    return 'The last closed period is open again.'
  })
}

type Person = Session & { ids: Record<string, string> }

function webhookOf({ organization, ids }: Person): Webhook {
  const webhook = organization.webhooks.find(({ id }) => id === ids['id'])
  if (webhook === undefined) throw notFound('The webhook')
  return webhook
}

function settings({ organization, world }: Session): Html {
  const base = `/app/${organization.id}/settings`
  const tick = (label: string, name: string, on = false) =>
    html`<label>${label} <input type="checkbox" name="${name}"${on ? html` checked` : ''}></label>`
  return html`<h2>API access</h2>
${table(
  ['Name', 'Key', 'May', ''],
  organization.keys.map(({ id, name, token, readOnly, revokedAt }) => [
    name,
    html`<code>${token}</code>`,
    readOnly ? 'read' : 'read and write',
    revokedAt === null ? form(`${base}/keys/${id}/revoke`, 'Revoke', '', true) : 'revoked',
  ]),
)}
${form(`${base}/keys`, 'Create key', [field('Name', 'name', 'API key'), tick('Read-only', 'readOnly')])}
<h2>Webhooks</h2>
${table(
  ['Name', 'Address and events', 'Signing token', 'State', ''],
  organization.webhooks.map(({ id, name, url, events, token, enabled }) => [
    name,
    html`${url}<br>${events.join(', ')}`,
    html`<code>${token}</code>`,
    enabled ? 'enabled' : 'disabled',
    [
      form(`${base}/webhooks/${id}/toggle`, enabled ? 'Disable' : 'Enable'),
      form(`${base}/webhooks/${id}/regenerate`, 'Regenerate'),
      form(`${base}/webhooks/${id}/delete`, 'Delete', '', true),
    ],
  ]),
)}
${form(`${base}/webhooks`, 'Add webhook', [
  field('Name', 'name', 'Webhook'),
  field('URL', 'url', '', 'url'),
  webhookEvents.map((event) => tick(event, event, event.startsWith('INVOICE/'))),
])}
<h2>External references</h2>
${table(
  ['Type', 'Restricted to once per document', ''],
  organization.referenceTypes.map(({ slug, restricted }) => [
    slug,
    restricted ? 'yes' : 'no',
    form(`${base}/reference-types/${encodeURIComponent(slug)}/remove`, 'Remove', '', true),
  ]),
  'Only the built-in types.',
)}
${form(`${base}/reference-types`, 'Add type', [field('Type', 'slug', 'sequencehq'), tick('Restricted', 'restricted')])}
<h2>Books</h2>
<p>${organization.periods.at(-1) ? `Closed until ${organization.periods.at(-1)?.end}.` : 'Never closed.'}</p>
${form(`${base}/books/close`, 'Close books', field('Until', 'end', world.clock.today(organization.timezone), 'date'))}
${organization.periods.length > 0 ? form(`${base}/books/reopen`, 'Reopen last period') : ''}
<h2>Organization</h2>
<p>Reporting currency ${organization.currency}, multi-currency ${organization.multiCurrency ? 'enabled' : 'disabled'}.
Id <code>${organization.id}</code></p>
${table(
  ['Code', 'Account', 'Type'],
  organization.accounts.map(({ code, name, type, subtype }) => [code, name, `${type}, ${subtype}`]),
)}`
}
