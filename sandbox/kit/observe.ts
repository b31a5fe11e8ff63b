import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'
import { injectAfter, injectBefore, type Wording } from './inject.ts'
import type { RequestLog } from './request-log.ts'

type Observed = {
  clock: Clock
  faults: Faults
  log: RequestLog
  changed: () => void
  isApi: (path: string) => boolean
  wording: Wording
}

type Seen = { entry: ReturnType<RequestLog['open']>; startedMs: number; slowMs: number }

/** Tells credentials apart without showing them. */
const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

const withheld = ['commit_then_timeout', 'commit_then_reset']

/** Logs each request of the vendor's and puts the faults around it. */
export function observe(app: FastifyInstance, options: Observed): void {
  const { clock, log, faults, changed, isApi, wording } = options
  const seen = new WeakMap<FastifyRequest, Seen>()

  app.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    if (path.startsWith('/_sandbox')) return
    const { authorization, cookie: _cookie, ...headers } = request.headers
    const credential = authorization === undefined ? null : shortHash(authorization)
    const query = { ...Object(request.query) }
    const { method } = request
    const came = { at: clock.iso(), wallMs: Date.now() }
    const entry = log.open({ ...came, method, path, query, headers, credential })
    const fault = isApi(path) ? faults.take('before', callOf(entry)) : undefined
    const slowMs = fault?.kind === 'slow' ? fault.ms : 0
    seen.set(request, { entry, startedMs: performance.now(), slowMs })
    if (fault === undefined) return
    log.amend(entry, { fault: fault.kind })
    if (injectBefore(fault, { request, reply, wording })) return reply
  })

  app.addHook('preHandler', async (request) => {
    const { entry, slowMs = 0 } = seen.get(request) ?? {}
    if (entry && request.body !== undefined)
      log.amend(entry, { body: JSON.stringify(request.body) })
    if (slowMs > 0) await pause(slowMs)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    if (request.method !== 'GET') changed()
    const { entry, startedMs = 0 } = seen.get(request) ?? {}
    if (entry === undefined) return payload
    const text = typeof payload === 'string' ? payload : ''
    const api = isApi(entry.path)
    const durationMs = Math.round((performance.now() - startedMs) * 10) / 10
    log.amend(entry, { answer: api ? text : '', status: reply.statusCode, durationMs })
    const injected = entry.fault !== null && entry.fault !== 'slow'
    const fault = api && !injected ? faults.take('after', callOf(entry)) : undefined
    if (fault === undefined) return payload
    log.amend(entry, {
      fault: fault.kind,
      ...(withheld.includes(fault.kind) ? { status: null } : {}),
    })
    const sent = await injectAfter(fault, { reply, payload: text, wording })
    log.amend(entry, { answer: sent, status: reply.statusCode })
    reply.removeHeader('content-length')
    return sent
  })
}

const callOf = ({ method, path, credential, headers }: Seen['entry']) => ({
  method,
  path,
  caller: credential ?? '',
  agent: typeof headers['user-agent'] === 'string' ? headers['user-agent'] : '',
})
