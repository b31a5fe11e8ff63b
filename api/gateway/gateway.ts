import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../../store/connect.ts'
import type { RefusalReason } from '../../store/refusal.ts'
import type { Vendor } from '../../store/schema.ts'
import { networkOf } from '../network.ts'
import { problem } from '../problem.ts'
import type { Door } from './door.ts'
import { answerFailures } from './failures.ts'
import { createFloods } from './floods.ts'
import { createLetterbox } from './letterbox.ts'
import type { Verdict, Verify } from './outcome.ts'
import { createRefusals } from './refusals.ts'
import { verifyRillet } from './verify-rillet.ts'
import { verifySequence } from './verify-sequence.ts'

export type GatewayOptions = {
  db: Db
  door: Door
  /** Called after a delivery is durable, so that it is handed over without waiting for the poll. */
  onStored: () => void
}

const maxBytes = 256 * 1024
const isAccountId = /^[\w-]{1,64}$/

type Delivered = FastifyRequest<{ Params: { accountId: string }; Body: Buffer | undefined }>

/**
 * Takes the vendors' webhooks: verified on the raw bytes, stored, and only then answered 2xx. What
 * they mean is the dispatcher's business.
 */
export const gateway: FastifyPluginAsync<GatewayOptions> = async (app, { db, door, onStored }) => {
  const refusals = createRefusals(db)
  const floods = createFloods()
  const store = createLetterbox(db)
  app.addHook('onClose', () => refusals.close())
  answerFailures(app, { door, refusals, floods })
  app.addHook('onRequest', async ({ ip }, reply) => {
    if (!floods.isShut(networkOf(ip))) return
    return reply.header('connection', 'close').send(tooMany(reply))
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBytes }, (_, body, done) =>
    done(null, body),
  )

  async function judge(
    request: Delivered,
    source: Vendor,
    verify: Verify,
  ): Promise<Verdict | null> {
    const { accountId } = request.params
    const body = request.body ?? Buffer.alloc(0)
    for (const fresh of [false, true]) {
      const keeper = await door.keeperOf(accountId, { fresh })
      if (keeper === undefined) return null
      if (keeper.disconnected) return { kind: 'refused', reason: 'disconnected' }
      const secrets = keeper[source]
      const verdict: Verdict =
        secrets.length === 0
          ? { kind: 'refused', reason: 'no_secret' }
          : verify({ accountId, headers: request.headers, body, secrets })
      if (verdict.kind === 'taken' || fresh || verdict.reason === 'signature_missing')
        return verdict
    }
    return null
  }

  async function refuse(
    { ip, params: { accountId } }: Delivered,
    reply: FastifyReply,
    { source, reason }: { source: Vendor; reason: RefusalReason },
  ) {
    const isFlood = floods.refused(networkOf(ip), accountId)
    await refusals.count({ accountId, source, reason })
    if (reason === 'disconnected') return reply.send(problem(reply, 'account_unknown'))
    return reply.send(isFlood ? tooMany(reply) : problem(reply, 'signature_refused'))
  }

  function unknownAccount({ ip }: Delivered, reply: FastifyReply) {
    const isFlood = floods.refused(networkOf(ip))
    return reply.send(isFlood ? tooMany(reply) : problem(reply, 'account_unknown'))
  }

  function take(source: Vendor, verify: Verify) {
    return async (request: Delivered, reply: FastifyReply) => {
      const { accountId } = request.params
      if (request.headers['content-encoding'] !== undefined) {
        return reply.send(problem(reply, 'encoding_not_taken'))
      }
      if (!isAccountId.test(accountId)) return unknownAccount(request, reply)
      const verdict = await judge(request, source, verify)
      if (verdict === null) return unknownAccount(request, reply)
      if (verdict.kind === 'refused') {
        return refuse(request, reply, { source, reason: verdict.reason })
      }

      floods.genuine(networkOf(request.ip))
      const { delivery } = verdict
      // Postgres' text holds no NUL; a JSON body has none, so only unreadable ones are altered.
      const body = (request.body ?? '').toString('utf8').replaceAll('\0', '\ufffd')
      const isNew = await store({ ...delivery, accountId, source, body })
      if (delivery.outcome === 'another_account' && isNew) {
        await refusals.count({ accountId, source, reason: 'another_account' })
      }
      if (isNew) onStored()
      return reply.code(200).send({ status: isNew ? 'stored' : 'known' })
    }
  }

  app.post('/api/sequence/webhooks/:accountId', take('sequence', verifySequence))
  app.post('/api/rillet/webhooks/:accountId', take('rillet', verifyRillet))
}

const tooMany = (reply: FastifyReply) =>
  problem(reply.header('retry-after', '1'), 'too_many_refused')
