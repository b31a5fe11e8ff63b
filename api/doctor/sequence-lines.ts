import type { Facts } from './facts.ts'
import { type Found, type Line, line, ok, page, screen } from './line.ts'

const group = 'Sequence'
const credentialsPage = page('connect', 'Connect → Sequence credentials')

/** What Sequence must let us do and send. */
export const sequenceLines = (facts: Facts): Line[] => [
  line(group, 'sequence_credentials', 'Credentials', credentials(facts)),
  line(group, 'sequence_policy', 'Notification policy', policy(facts)),
  line(group, 'sequence_webhook_received', 'Webhook received', received(facts)),
]

function credentials({ row }: Facts): Found {
  switch (row.sequence_status) {
    case 'ready':
      return ok(
        `Sequence knows the account as ${row.sequence_company?.replace(/\.$/, '') ?? 'this one'}.`,
      )
    case 'key_refused':
      return {
        state: 'bad',
        sentence: 'Sequence refuses the stored credentials: no invoice can be read.',
        nextStep: 'Make new credentials in Sequence (Settings → API keys) and paste them here.',
        where: credentialsPage,
      }
    case 'missing':
      return {
        state: 'bad',
        sentence: 'No credentials are stored: no invoice can be read.',
        nextStep: 'Make credentials in Sequence (Settings → API keys) and paste them here.',
        where: credentialsPage,
      }
  }
}

function policy({ row }: Facts): Found {
  if (row.sequence_policy_problem !== null) {
    return {
      state: 'bad',
      sentence: row.sequence_policy_problem,
      nextStep: 'Mend that, then press Look again: the policy is made or repaired.',
      where: credentialsPage,
    }
  }
  if (row.sequence_policy_id !== null && row.sequence_webhook_secret !== null) {
    return ok('Our notification policy is in Sequence, with a secret of its own.')
  }
  return {
    state: row.sequence_status === 'missing' ? 'unknown' : 'bad',
    sentence: 'Our notification policy is not in Sequence yet: it tells us nothing.',
    nextStep:
      row.sequence_status === 'missing'
        ? 'Connect Sequence: the policy is made by itself.'
        : 'Press Look again: the policy is made.',
    where: credentialsPage,
  }
}

function received({ health }: Facts): Found {
  if (health.lastSequenceAt !== null) return ok('Genuine deliveries of Sequence have come.')
  return {
    state: 'unknown',
    sentence: 'No delivery of Sequence has come yet.',
    nextStep: 'Finalize an invoice in Sequence: this line turns green by itself.',
    where: screen('Sequence: Invoices'),
  }
}
