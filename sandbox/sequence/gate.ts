import type { FastifyRequest } from 'fastify'
import type { Account } from './model/account.ts'
import { Refusal } from './refusal.ts'
import type { Session, World } from './world.ts'

/** The only live version of the API. */
export const apiVersion = '2024-07-30'

/** Lets a request in: who calls, in which version, and whether it calls too often. */
export function createGate(world: World) {
  const buckets = new Map<string, Bucket>()
  return (request: FastifyRequest): Session => {
    const account = accountOf(world, request.headers.authorization)
    requireVersion(request.headers['sequence-version'])
    takeToken(world, buckets, account.clientId)
    return { ...world, account, origin: 'API', actorId: account.clientId }
  }
}

function accountOf({ state }: World, authorization: string | undefined): Account {
  const [scheme, encoded = ''] = (authorization ?? '').split(' ')
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  const clientId = pair.slice(0, Math.max(0, colon))
  const secret = pair.slice(colon + 1)
  const account = Object.values(state.accounts).find((known) => known.clientId === clientId)
  if (scheme?.toLowerCase() !== 'basic' || colon < 0 || account?.clientSecret !== secret) {
    throw new Refusal(401, 'unauthorized', 'the API key is not known')
  }
  return account
}

function requireVersion(asked: string | string[] | undefined): void {
  if (asked === undefined || asked === apiVersion) return
  throw new Refusal(400, 'UnrecognisedApiVersion', `API version ${String(asked)} is not known`)
}

type Bucket = { tokens: number; atMs: number }

/** A bucket for each key that holds a minute's worth and fills steadily. */
function takeToken(world: World, buckets: Map<string, Bucket>, clientId: string): void {
  const size = world.switches().rateLimitPerMinute
  const atMs = performance.now()
  const minuteMs = world.scaled(60_000)
  const { tokens, atMs: thenMs } = buckets.get(clientId) ?? { tokens: size, atMs }
  const filled = Math.min(size, tokens + ((atMs - thenMs) / minuteMs) * size)
  buckets.set(clientId, { tokens: filled < 1 ? filled : filled - 1, atMs })
  if (filled < 1) throw new Refusal(429, 'rateLimitExceeded', 'too many requests')
}
