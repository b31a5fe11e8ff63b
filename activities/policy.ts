import { randomBytes } from 'node:crypto'
import type { SequenceClient } from '../clients/sequence/client.ts'
import type { Policy } from '../clients/sequence/schemas.ts'
import { explain } from '../domain/catalogue.ts'
import type { Problem } from '../domain/model.ts'
import type { Db } from '../store/connect.ts'
import { setPolicyProblem } from '../store/connection-ends.ts'
import type { Secrets } from '../store/secrets.ts'
import { saveWebhookPolicy } from '../store/webhook-rotation.ts'
import type { ConnectInput, ConnectResult } from '../workflows/messages.ts'
import { problemOf } from './breakers.ts'
import type { Deps } from './deps.ts'
import { nextTry, toFailure } from './next-try.ts'
import { withoutSentence } from './sentence.ts'

/** What Sequence must tell us of; any of them is only a hint. */
export const notificationTypes = [
  'INVOICE_CREATED',
  'INVOICE_ISSUED',
  'INVOICE_UPDATED',
  'CUSTOMER_CREATED',
  'CUSTOMER_UPDATED',
  'CUSTOMER_ARCHIVED',
  'CREDIT_NOTE_CREATED',
  'CREDIT_NOTE_UPDATED',
  'CREDIT_NOTE_ISSUED',
]

const policyName = 'sequence-rillet'

export type PolicyActivities = ReturnType<typeof createPolicyActivities>

export const createPolicyActivities = (deps: Deps & { secrets: Secrets }) => ({
  /**
   * Sees to it that Sequence sends us its webhooks: finds our notification policy by its recipient,
   * repairs its types, or creates it with a secret of ours. Twice does no harm.
   */
  ensurePolicy: async (input: ConnectInput): Promise<ConnectResult> => {
    const { db, vendors, secrets, timing } = deps
    try {
      const sequence = await vendors.sequence(input.accountId)
      const { policy, secret } = await ensure(sequence, input.webhookUrl)
      await saveWebhookPolicy(db, secrets, input.accountId, { policyId: policy.id, secret })
      return { kind: 'done', policyId: policy.id }
    } catch (error) {
      const problem = await problemOf(db, input.accountId, error, {})
      if (problem === null) throw toFailure(error, nextTry(error, timing))
      return block(db, input, problem)
    }
  },
})

/** Whoever connects reads the reason, in Sequence's own words too, beside the connection. */
async function block(
  db: Db,
  { accountId }: ConnectInput,
  problem: Problem,
): Promise<Extract<ConnectResult, { kind: 'blocked' }>> {
  const { whatHappened, how } = explain(problem)
  await setPolicyProblem(db, accountId, `${whatHappened} ${how}`)
  return { kind: 'blocked', problem: withoutSentence(problem) }
}

async function ensure(
  sequence: SequenceClient,
  webhookUrl: string,
): Promise<{ policy: Policy; secret: string }> {
  const ours = (await sequence.listPolicies()).find(
    ({ channel, recipients }) => channel === 'WEBHOOK' && recipients.includes(webhookUrl),
  )
  if (ours === undefined) return create(sequence, webhookUrl)
  const whole = await sequence.getPolicy(ours.id)
  // A policy whose secret Sequence does not tell cannot be verified: it is replaced.
  if (whole.webhookSecret === null) {
    await sequence.deletePolicy(whole.id)
    return create(sequence, webhookUrl)
  }
  await repairTypes(sequence, whole)
  return { policy: whole, secret: whole.webhookSecret }
}

async function create(sequence: SequenceClient, webhookUrl: string) {
  const secret = `whsec_${randomBytes(24).toString('base64url')}`
  const policy = await sequence.createPolicy({
    name: policyName,
    recipients: [webhookUrl],
    channel: 'WEBHOOK',
    notificationTypes,
    webhookSecret: secret,
  })
  return { policy, secret: policy.webhookSecret ?? secret }
}

/** No types means all of them: nothing to repair. */
async function repairTypes(sequence: SequenceClient, policy: Policy): Promise<void> {
  if (policy.notificationTypes.length === 0) return
  const lacking = notificationTypes.filter((type) => !policy.notificationTypes.includes(type))
  if (lacking.length > 0) await sequence.addNotificationTypes(policy.id, lacking)
}
