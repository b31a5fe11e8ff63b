/** As much of autocannon as is used here; the package brings no types. */
declare module 'autocannon' {
  export type SentRequest = { body?: string; headers?: Record<string, string> }
  export type Options = {
    url: string
    connections: number
    /** Seconds. */
    duration: number
    /** Requests a second, over all connections. */
    overallRate?: number
    method: 'POST'
    requests?: { setupRequest: (request: SentRequest) => SentRequest }[]
    headers?: Record<string, string>
    body?: string | Buffer
  }
  export type Result = {
    /** Milliseconds. */
    latency: { p50: number; p99: number }
    /** Of answers a second. */
    requests: { average: number; total: number }
    '2xx': number
    non2xx: number
    errors: number
  }
  const autocannon: (options: Options) => Promise<Result>
  export default autocannon
}
