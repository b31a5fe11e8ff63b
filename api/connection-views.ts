import type { z } from 'zod'
import type { Db } from '../store/connect.ts'
import { lastDelivery } from '../store/deliveries.ts'
import type { ConnectionRow } from '../store/schema.ts'
import { iso } from './schemas/common.ts'
import type { RilletView, SequenceView } from './schemas/connection.ts'

/** Where a vendor delivers to. */
export const webhookUrl = (publicUrl: string, vendor: 'rillet' | 'sequence', accountId: string) =>
  `${publicUrl}/api/${vendor}/webhooks/${accountId}`

/** The Rillet side of a connection, without a secret in it. */
export async function rilletView(
  db: Db,
  row: ConnectionRow,
  publicUrl: string,
): Promise<z.infer<typeof RilletView>> {
  const { account_id: accountId, organization_id: id, organization_name: name } = row
  return {
    status: row.rillet_status,
    organization: id === null ? null : { id, name },
    keyLast4: row.rillet_key_hint,
    setupMissingSince: iso(row.setup_missing_since),
    disconnectedAt: iso(row.disconnected_at),
    webhook: {
      url: webhookUrl(publicUrl, 'rillet', accountId),
      events: ['invoice.updated', 'invoice.deleted', 'payment.updated'],
      secretSet: row.rillet_webhook_secret !== null,
      secretBeforeUntil: stillAhead(row.rillet_webhook_secret_previous_until),
      secretLast4: row.rillet_webhook_secret_hint,
      lastDeliveryAt: iso(await lastDelivery(db, accountId, 'rillet')),
    },
  }
}

/** The Sequence side of a connection, without a secret in it. */
export async function sequenceView(
  db: Db,
  row: ConnectionRow,
  publicUrl: string,
): Promise<z.infer<typeof SequenceView>> {
  const { account_id: accountId } = row
  return {
    status: row.sequence_status,
    company: row.sequence_company,
    clientId: row.sequence_client_id,
    clientSecretLast4: row.sequence_client_secret_hint,
    disconnectedAt: iso(row.disconnected_at),
    policy: {
      id: row.sequence_policy_id,
      url: webhookUrl(publicUrl, 'sequence', accountId),
      secretSet: row.sequence_webhook_secret !== null,
      secretLast4: row.sequence_webhook_secret_hint,
      secretBeforeUntil: stillAhead(row.sequence_webhook_secret_previous_until),
      lastDeliveryAt: iso(await lastDelivery(db, accountId, 'sequence')),
      problem: row.sequence_policy_problem,
    },
  }
}

const stillAhead = (until: Date | null): string | null =>
  until !== null && until.getTime() > Date.now() ? iso(until) : null
