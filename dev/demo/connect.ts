import { connectRilletWebhook } from './connect-webhook.ts'
import type { Http } from './http.ts'
import { Anything, RilletConnection, SequenceConnection } from './operator.ts'
import { poll } from './poll.ts'
import type { Stage, StagedAccount } from './stage.ts'

/** Connects both sides of an account through the operator API, as its user does. */
export async function connect(
  { rillet, deadline }: Pick<Stage, 'rillet' | 'deadline'>,
  account: StagedAccount,
): Promise<void> {
  await account.operator.send({ method: 'PUT', path: '' }, Anything)
  await connectRillet(account)
  await connectRilletWebhook(rillet, account)
  await connectSequence(account)
  await poll({
    wanted: 'our notification policy in Sequence',
    ask: () => account.operator.get('/connection/sequence', SequenceConnection),
    isThere: ({ policy }) => policy.id !== null && policy.secretSet && policy.problem === null,
    describe: ({ policy }) => policy.problem ?? 'it is not made yet',
    deadline,
  })
}

async function connectRillet({ operator, rillet }: StagedAccount): Promise<void> {
  const known = await operator.find('/connection/rillet', RilletConnection)
  if (known?.status === 'ready' && known.organization?.id === rillet.organizationId) return
  const body = { apiKey: rillet.apiKey }
  await operator.send({ method: 'PUT', path: '/connection/rillet', body }, RilletConnection)
}

/** The second time it is only re-checked, which repairs the policy if our address has moved. */
async function connectSequence({ operator, sequence }: StagedAccount): Promise<void> {
  const known = await operator.find('/connection/sequence', SequenceConnection)
  if (known?.status === 'ready') return recheck(operator)
  const { clientId, clientSecret } = sequence
  const body = { clientId, clientSecret }
  await operator.send({ method: 'PUT', path: '/connection/sequence', body }, SequenceConnection)
}

/** Presses the operator's "look again". */
export async function recheck(operator: Http): Promise<void> {
  await operator.send({ method: 'POST', path: '/connection/recheck' }, Anything)
}
