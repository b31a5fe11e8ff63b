import { z } from 'zod'
import { newWebhookSecret } from '../ids.ts'
import type { Policy } from '../model/settings.ts'
import { type Issue, Refusal } from '../refusal.ts'
import { Text } from '../wire/common.ts'
import { NotificationChannel, NotificationType } from '../wire/enums.ts'
import { page, type Query } from '../wire/paging.ts'
import { parse } from '../wire/parse.ts'
import { existing, missing, type Session } from '../world.ts'

const recipients = z.array(Text).min(1).max(20)
const types = z.array(NotificationType)
const CreatePolicy = z
  .strictObject({
    name: Text,
    channel: NotificationChannel,
    recipients,
    notificationTypes: types.optional(),
    webhookSecret: z.string().min(16).max(255).optional(),
  })
  .superRefine(({ channel, recipients: given }, context) => {
    for (const [index, recipient] of given.entries()) {
      if (reaches(channel, recipient)) continue
      const message = `is not an address for ${channel}`
      context.addIssue({ code: 'custom', message, path: ['recipients', index] })
    }
  })

/** No types means all types; the secret is given or generated, and shown ever after. */
export function createPolicy(session: Session, body: unknown): Policy {
  const asked = parse(session, CreatePolicy, body, refuse)
  const made: Policy = {
    id: session.newId(),
    createdAt: session.now().toISOString(),
    name: asked.name,
    channel: asked.channel,
    recipients: asked.recipients,
    notificationTypes: asked.notificationTypes ?? [],
    webhookSecret: asked.webhookSecret ?? newWebhookSecret(),
  }
  session.account.policies[made.id] = made
  return made
}

export function listPolicies(session: Session, query: Query) {
  const type = parse(session, NotificationType.optional(), query['notificationType'], refuse)
  const items = Object.values(session.account.policies).filter(
    (policy) => type === undefined || wants(policy, type),
  )
  return page(session, query, { items, sortable: false, view: (it) => viewPolicy(session, it) })
}

export const getPolicy = (session: Session, id: string): Policy =>
  existing(session, session.account.policies, id, 'notification policy')

export function deletePolicy(session: Session, id: string): Policy {
  const policy = getPolicy(session, id)
  delete session.account.policies[id]
  return policy
}

export function addRecipients(session: Session, id: string, body: unknown): Policy {
  const policy = getPolicy(session, id)
  const asked = parse(session, z.strictObject({ recipients }), body, refuse)
  const wrong = asked.recipients.find((recipient) => !reaches(policy.channel, recipient))
  if (wrong !== undefined) throw refuse([issue('recipients', `${wrong} cannot be reached`)])
  policy.recipients = [...new Set([...policy.recipients, ...asked.recipients])]
  return policy
}

export function removeRecipient(session: Session, id: string, recipient: string): Policy {
  const policy = getPolicy(session, id)
  if (!policy.recipients.includes(recipient)) throw missing(session, `recipient ${recipient}`)
  if (policy.recipients.length === 1) throw refuse([issue('recipients', 'one must remain')])
  policy.recipients = policy.recipients.filter((kept) => kept !== recipient)
  return policy
}

export function addTypes(session: Session, id: string, body: unknown): Policy {
  const policy = getPolicy(session, id)
  const asked = parse(session, z.strictObject({ notificationTypes: types.min(1) }), body, refuse)
  policy.notificationTypes = [...new Set([...policy.notificationTypes, ...asked.notificationTypes])]
  return policy
}

/** The last type cannot go: none at all would mean all of them. */
export function removeType(session: Session, id: string, type: string): Policy {
  const policy = getPolicy(session, id)
  const kept = policy.notificationTypes.filter((known) => known !== type)
  if (kept.length === policy.notificationTypes.length) throw missing(session, `type ${type}`)
  if (kept.length === 0) throw refuse([issue('notificationTypes', 'one must remain')])
  policy.notificationTypes = kept
  return policy
}

/** Whether a policy asks for an event of that type. */
export const wants = ({ notificationTypes }: Policy, type: NotificationType): boolean =>
  notificationTypes.length === 0 || notificationTypes.includes(type)

export const viewPolicy = ({ account }: Session, policy: Policy) => ({
  ...policy,
  sequenceAccountId: account.id,
})

const reaches = (channel: Policy['channel'], recipient: string): boolean =>
  channel === 'WEBHOOK'
    ? z.url({ protocol: /^https?$/ }).safeParse(recipient).success
    : z.email().safeParse(recipient).success

const issue = (key: string, message: string): Issue => ({ code: 'invalid', message, key })

/** These operations name their errors in a body of their own. */
function refuse(issues: Issue[]): Refusal {
  const errors = issues.map(({ key, message }) => ({ key, error: message }))
  return new Refusal(400, 'validationError', 'request is not valid', issues, { errors })
}
