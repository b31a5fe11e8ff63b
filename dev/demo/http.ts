import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'

const answerWithinMs = 30_000
const againAfterMs = 250

/** An answer that was not expected; its message names the call and holds what was answered. */
export class DemoError extends Error {
  override readonly name = 'DemoError'
}

export type Http = {
  get: <T>(path: string, answer: z.ZodType<T>) => Promise<T>
  /** Null when there is no such thing (404). */
  find: <T>(path: string, answer: z.ZodType<T>) => Promise<T | null>
  send: <T>(call: Call, answer: z.ZodType<T>) => Promise<T>
  /** Posts a page's form, as a browser does. Throws a `DemoError` with what the page then says. */
  submit: (path: string, form: Record<string, string>) => Promise<void>
}
export type Call = { method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; body?: unknown }

export type HttpOptions = {
  /** Without a slash at its end. */
  base: string
  headers?: Record<string, string>
  /** Epoch milliseconds: until then a server that is being started again is waited for. */
  deadline: number
}

/** Calls one server. Reads are repeated while it is away, writes only if nothing can have arrived. */
export function createHttp({ base, headers = {}, deadline }: HttpOptions): Http {
  async function call(method: string, path: string, init: RequestInit): Promise<Response> {
    for (;;) {
      try {
        const signal = AbortSignal.timeout(answerWithinMs)
        const response = await fetch(base + path, { redirect: 'manual', signal, ...init, method })
        // Busy, or what it stands on is away: nothing was done.
        if (response.status !== 503 || Date.now() > deadline) return response
        await response.body?.cancel()
      } catch (error) {
        if (Date.now() > deadline || !mayRepeat(method, error)) {
          throw new DemoError(`${method} ${base}${path}: ${reasonOf(error)}`, { cause: error })
        }
      }
      await pause(againAfterMs)
    }
  }

  async function parsed<T>(response: Response, call: string, answer: z.ZodType<T>): Promise<T> {
    const text = await response.text()
    if (!response.ok) throw new DemoError(`${call} answers ${response.status}: ${text}`)
    const { data, error } = answer.safeParse(text === '' ? undefined : JSON.parse(text))
    if (error) throw new DemoError(`${call} answers what was not expected: ${error.message}`)
    return data
  }

  const find: Http['find'] = async (path, answer) => {
    const response = await call('GET', path, { headers })
    if (response.status === 404) return null
    return parsed(response, `GET ${base}${path}`, answer)
  }

  return {
    find,
    get: async (path, answer) =>
      parsed(await call('GET', path, { headers }), `GET ${base}${path}`, answer),

    send: async ({ method, path, body }, answer) => {
      const json = body === undefined ? {} : { body: JSON.stringify(body) }
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const response = await call(method, path, { headers: { ...headers, ...type }, ...json })
      return parsed(response, `${method} ${base}${path}`, answer)
    },

    submit: async (path, form) => {
      const response = await call('POST', path, { headers, body: new URLSearchParams(form) })
      const there = new URL(response.headers.get('location') ?? '', base)
      const refused = there.searchParams.get('error')
      if (response.status === 303 && refused === null) return
      throw new DemoError(
        `POST ${base}${path} answers ${response.status}: ${refused ?? (await response.text())}`,
      )
    },
  }
}

const mayRepeat = (method: string, error: unknown) =>
  method === 'GET' || reasonOf(error).includes('ECONNREFUSED')

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? error.cause : error
  return 'code' in cause ? `${String(cause.code)} ${cause.message}` : cause.message
}
