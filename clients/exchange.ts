import { Agent, type Dispatcher } from 'undici'

export type Answer = { status: number; headers: Headers; body: Buffer }

export type Outcome =
  | ({ kind: 'answered' } & Answer)
  /** `sent`: some of the request may have left; `status`: the answer's, if it began. */
  | { kind: 'failed'; sent: boolean; status: number | null; cause: unknown }

export type Exchange = {
  origin: string
  path: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers: Record<string, string>
  body: string | null
  signal: AbortSignal
  maxBytes: number
}

type Headers = Record<string, string | string[] | undefined>

/** Connections of this process to the vendors. HTTP/1.1 only: there a request is on the wire or it is not. */
export const sharedAgent = new Agent({ connect: { timeout: 5_000 }, pipelining: 1, allowH2: false })

const notSent = async (cause: unknown): Promise<Outcome> => ({
  kind: 'failed',
  sent: false,
  status: null,
  cause,
})

/**
 * One request, one answer, no retry, no redirect. Never throws. undici calls `onRequestStart` right
 * before it writes to a connected socket: what fails earlier (refused, DNS, TLS, cancelled) was surely
 * not sent, and what fails later may have been, a reused connection that was just closed included.
 */
export function exchange(dispatcher: Dispatcher, request: Exchange): Promise<Outcome> {
  const { origin, path, method, headers, body, signal, maxBytes } = request
  if (signal.aborted) return notSent(signal.reason)
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  let controller: Dispatcher.DispatchController | null = null
  let sent = false
  let answer: { status: number; headers: Headers } | null = null
  let size = 0
  const chunks: Buffer[] = []

  const stop = (cause: unknown) => {
    resolve({ kind: 'failed', sent, status: answer?.status ?? null, cause })
    controller?.abort(cause instanceof Error ? cause : new Error('cancelled'))
  }
  const cancel = () => stop(signal.reason)
  signal.addEventListener('abort', cancel, { once: true })

  const options = { origin, path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 }
  dispatcher.dispatch(options, {
    onRequestStart(started) {
      if (signal.aborted) return started.abort(new Error('cancelled'))
      controller = started
      sent = true
    },
    onResponseStart(_, status, received) {
      if (status >= 200) answer = { status, headers: received }
    },
    onResponseData(_, chunk) {
      size += chunk.length
      if (size > maxBytes) return stop(new Error(`the answer is larger than ${maxBytes} bytes`))
      chunks.push(chunk)
    },
    onResponseEnd() {
      if (answer === null) return stop(new Error('the answer has no status'))
      resolve({ kind: 'answered', ...answer, body: Buffer.concat(chunks) })
    },
    onResponseError(_, cause) {
      resolve({ kind: 'failed', sent, status: answer?.status ?? null, cause })
    },
  })
  return promise.finally(() => signal.removeEventListener('abort', cancel))
}
