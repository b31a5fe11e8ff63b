import type { FastifyReply } from 'fastify'
import type { Change } from './changes.ts'

const gatherMs = 200
const heartbeatMs = 15_000
/** More than these at once: the page had better load everything again. */
const mostAtOnce = 100
/** A reader that lets so much wait is not reading. */
const mostWaiting = 1_000_000

export type Stream = {
  tell: (change: Change) => void
  end: () => void
}

/**
 * Answers with server-sent events from here on. Changes within a fifth of a second are told together,
 * each once. Ends when the other side goes, or does not read.
 */
export function openStream(reply: FastifyReply, onEnd: () => void): Stream {
  const { raw } = reply
  let waiting = new Map<string, Change>()
  let gathering: NodeJS.Timeout | undefined
  let count = 0
  const write = (text: string): void => {
    if (raw.writableLength > mostWaiting) raw.destroy()
    else raw.write(text)
  }
  const flush = (): void => {
    gathering = undefined
    const changes = waiting.size > mostAtOnce ? [anything] : [...waiting.values()]
    waiting = new Map()
    for (const change of changes) {
      count += 1
      write(`id: ${count}\nevent: changed\ndata: ${JSON.stringify(change)}\n\n`)
    }
  }
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs)

  reply.hijack()
  raw.once('close', () => {
    clearInterval(heartbeat)
    clearTimeout(gathering)
    onEnd()
  })
  raw.on('error', () => undefined)
  raw.writeHead(200, {
    ...headersOf(reply),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies that gather answers would keep the news back.
    'x-accel-buffering': 'no',
  })
  write('retry: 2000\n\n')
  return {
    tell(change) {
      waiting.set(`${change.what}/${change.id}`, change)
      gathering ??= setTimeout(flush, gatherMs)
    },
    end: () => raw.end(),
  }
}

const anything: Change = { what: null, id: null }

/** Those that hooks have set so far: they say how every answer of ours is to be treated. */
const headersOf = (reply: FastifyReply): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value : String(value)]],
    ),
  )
