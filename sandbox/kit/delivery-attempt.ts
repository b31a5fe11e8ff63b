import type { Clock } from './clock.ts'
import type { Attempt } from './deliveries.ts'

type Call = {
  url: string
  headers: Record<string, string>
  body: string
  timeoutMs: number
  abort: AbortController
  clock: Clock
}

/** One POST of a webhook; what went wrong is part of the result. Redirects are not followed. */
export async function attempt({
  url,
  headers,
  body,
  timeoutMs,
  abort,
  clock,
}: Call): Promise<Attempt> {
  const at = clock.iso()
  const startedMs = performance.now()
  const done = (status: number | null, error: string | null): Attempt => {
    return {
      at,
      url,
      headers,
      status,
      error,
      durationMs: Math.round(performance.now() - startedMs),
    }
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([abort.signal, AbortSignal.timeout(timeoutMs)]),
    })
    await response.body?.cancel()
    return done(response.status, response.ok ? null : `answered ${response.status}`)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return done(null, cause instanceof Error ? cause.message : String(cause))
  }
}
