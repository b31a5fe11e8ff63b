import * as z from 'zod'
import { ProblemBody } from '../api/schemas/problem.ts'
import { isAttended } from './attention.ts'

/** The API's own words for what went wrong: `message` is its detail, `body` the whole problem. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly body: ProblemBody

  constructor(body: ProblemBody) {
    super(body.detail)
    this.body = body
  }
}

/** No answer, or one that is not the API's: the network, a proxy, a server that starts. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

export type Query = Record<string, string | number | boolean | null | undefined>

export type Call<T> = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api`, made by `at`. */
  path: string
  /** What is null, undefined or empty is left out. */
  query?: Query
  body?: unknown
  /** The API's own schema of the answer. */
  answer: z.ZodType<T>
  signal?: AbortSignal
}

/**
 * The console's only way out. Resolves to the parsed answer; throws an `ApiProblem` for a refusal and an
 * `UnreachableError` where no usable answer came.
 */
export async function ask<T>({ method = 'GET', path, query, body, answer, signal }: Call<T>) {
  const response = await fetch(`/api${path}${toSearch(query)}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(!isAttended() && { 'x-unattended': 'yes' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
    credentials: 'same-origin',
    redirect: 'error',
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new UnreachableError('The server cannot be reached from this browser.', { cause })
  })
  const json = await jsonOf(response)
  if (!response.ok) throw refusalOf(response, json)
  const { data, error } = answer.safeParse(json)
  if (error === undefined) return data
  throw new UnreachableError(`The server answered in a form that this page does not know.`, {
    cause: error,
  })
}

/** A path below `/api` with every part encoded: at`/v1/accounts/${id}/invoices`. */
export const at = (texts: TemplateStringsArray, ...parts: string[]): string =>
  texts.map((text, index) => text + encodeURIComponent(parts[index] ?? '')).join('')

/** The answer of a call that answers nothing. */
export const Nothing = z.undefined()

const reopenMs = 5_000

/**
 * Listens to one type of the API's server-sent events; returns how to stop. `told` gets each event's data, and
 * null when the line was cut: what happened meanwhile is not known.
 */
export function listen(path: string, type: string, told: (data: string | null) => void) {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    source = new EventSource(`/api${path}`)
    source.addEventListener(type, ({ data }) => told(String(data)))
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return // the browser connects again by itself
      told(null)
      timer = setTimeout(open, reopenMs)
    })
  }
  open()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}

/** `?a=1&b=2`, or nothing. */
export function toSearch(query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return search.size === 0 ? '' : `?${search}`
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusalOf({ status }: Response, json: unknown): Error {
  const { data } = ProblemBody.safeParse(json)
  if (data !== undefined) return new ApiProblem(data)
  return new UnreachableError(`Something between this browser and the server answered ${status}.`)
}
