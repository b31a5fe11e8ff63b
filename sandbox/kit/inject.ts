import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Fault } from './faults.ts'

/** How a vendor words an answer that a fault gives in its stead. */
export type Wording = (status: number) => { contentType: string; body: unknown }

/** Answers, or breaks the connection, before the request is executed. True: nothing more is done. */
export function injectBefore(
  fault: Fault,
  { request, reply, wording }: { request: FastifyRequest; reply: FastifyReply; wording: Wording },
): boolean {
  switch (fault.kind) {
    case 'reset':
      reply.hijack()
      request.raw.socket.resetAndDestroy()
      return true
    case 'status':
    case 'throttle': {
      const { status, contentType, body } = substitute(fault, wording)
      if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter))
      reply.code(status).type(contentType).send(body)
      return true
    }
    default:
      return false
  }
}

/** Replaces or spoils the answer of a request that was executed. Gives the text to send. */
export async function injectAfter(
  fault: Fault,
  { reply, payload, wording }: { reply: FastifyReply; payload: string; wording: Wording },
): Promise<string> {
  const { socket } = reply.request.raw
  switch (fault.kind) {
    case 'commit_then_timeout':
      return never()
    case 'commit_then_reset':
      socket.resetAndDestroy()
      return never()
    case 'commit_then_slow':
      await pause(fault.ms)
      return payload
    case 'commit_then_status': {
      const { status, contentType, body } = substitute(fault, wording)
      reply.code(status).type(contentType)
      return body
    }
    case 'cut':
      begin(reply, payload)
      reply.raw.write(payload.slice(0, Math.floor(payload.length / 2)), () => socket.destroy())
      return never()
    case 'slow_body':
      begin(reply, payload)
      await drip(reply, payload, fault.ms)
      return never()
    default:
      return payload
  }
}

function substitute(fault: Fault, wording: Wording) {
  const status = fault.kind === 'throttle' ? 429 : (fault.status ?? 500)
  const own = wording(status)
  const body = fault.body === undefined ? own.body : fault.body
  return {
    status,
    contentType: fault.contentType ?? own.contentType,
    body: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
  }
}

function begin(reply: FastifyReply, payload: string): void {
  reply.raw.writeHead(reply.statusCode, {
    'content-type': String(reply.getHeader('content-type') ?? 'application/json'),
    'content-length': Buffer.byteLength(payload),
  })
}

async function drip(reply: FastifyReply, payload: string, ms: number): Promise<void> {
  const bytes = Buffer.from(payload)
  const steps = Math.max(1, Math.min(20, bytes.length))
  const size = Math.ceil(bytes.length / steps)
  for (let at = 0; at < bytes.length && !reply.raw.destroyed; at += size) {
    reply.raw.write(bytes.subarray(at, at + size))
    await pause(ms / steps)
  }
  reply.raw.end()
}

/** The framework waits for an answer that will not come; the connection ends it. */
const never = () => new Promise<string>(() => {})
