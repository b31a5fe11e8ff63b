import { z } from 'zod'
import { createRandom } from './random.ts'

const beforeKinds = ['reset', 'status', 'throttle', 'slow'] as const
const afterKinds = [
  'commit_then_timeout',
  'commit_then_reset',
  'commit_then_status',
  'commit_then_slow',
  'cut',
  'slow_body',
] as const
const webhookKinds = [
  'webhook_duplicate',
  'webhook_delay',
  'webhook_reorder',
  'webhook_drop',
] as const

const FaultRequest = z
  .strictObject({
    kind: z.enum([...beforeKinds, ...afterKinds, ...webhookKinds]),
    match: z
      .strictObject({
        method: z.string().toUpperCase().optional(),
        /** A prefix, or a regular expression when it begins with `^`. Of a webhook: its event label. */
        path: z
          .string()
          .refine(
            isPattern,
            'is no regular expression: it begins with ^, and no other path ends with $',
          )
          .optional(),
        /** Whose request: the `credential` of the request log. Of a webhook: the id that it goes to. */
        caller: z.string().optional(),
        /** How its User-Agent begins. */
        agent: z.string().optional(),
      })
      .default({}),
    /** How often at most; 1 when no probability is given, else without end. */
    times: z.int().min(1).optional(),
    /** How many matches are let through first. */
    skip: z.int().min(0).default(0),
    probability: z.number().min(0).max(1).optional(),
    seed: z.int().default(1),
    ms: z.int().min(0).max(86_400_000).default(1_000),
    status: z.int().min(200).max(599).optional(),
    body: z.unknown().optional(),
    contentType: z.string().optional(),
    /** For `throttle`: seconds, or the header's text as it is (a date, nonsense); none when absent. */
    retryAfter: z.union([z.int().min(0), z.string().regex(/^[\x20-\x7e]*$/)]).optional(),
  })
  .refine(({ kind, status }) => !kind.endsWith('status') || status !== undefined, {
    path: ['status'],
    message: 'this kind of fault needs a status',
  })

export type Fault = z.infer<typeof FaultRequest> & {
  id: string
  matched: number
  injected: number
  /** Null: without end. */
  remaining: number | null
}
export type Faults = ReturnType<typeof createFaults>
export type Stage = 'before' | 'after' | 'webhook'
export type Call = { method: string; path: string; caller: string; agent: string }

/** Faults on demand: each match of a fault counts, and the first that applies is injected. */
export function createFaults() {
  let faults: { fault: Fault; random: () => number }[] = []
  let made = 0

  /** The fault to inject into this call at this stage, counted; undefined for none. */
  function take(stage: Stage, call: Call): Fault | undefined {
    for (const { fault, random } of faults) {
      if (stageOf(fault) !== stage || fault.remaining === 0) continue
      if (!matches(fault, call)) continue
      fault.matched += 1
      if (fault.matched <= fault.skip) continue
      if (fault.probability !== undefined && random() >= fault.probability) continue
      fault.injected += 1
      if (fault.remaining !== null) fault.remaining -= 1
      return fault
    }
    return undefined
  }

  return {
    take,
    /** Throws a ZodError on a malformed request. */
    add: (request: unknown): Fault => {
      const parsed = FaultRequest.parse(request)
      made += 1
      const endless = parsed.times === undefined && parsed.probability !== undefined
      const fault: Fault = {
        ...parsed,
        id: String(made),
        matched: 0,
        injected: 0,
        remaining: endless ? null : (parsed.times ?? 1),
      }
      faults.push({ fault, random: createRandom(parsed.seed) })
      return fault
    },
    list: () => faults.map(({ fault }) => fault),
    clear: (id?: string) => {
      faults = id === undefined ? [] : faults.filter(({ fault }) => fault.id !== id)
    },
  }
}

function isPattern(path: string): boolean {
  try {
    return path.startsWith('^') ? new RegExp(path).source !== '' : !path.endsWith('$')
  } catch {
    return false
  }
}

function stageOf({ kind }: Fault): Stage {
  if (kind.startsWith('webhook_')) return 'webhook'
  return beforeKinds.some((before) => before === kind) ? 'before' : 'after'
}

function matches({ match }: Fault, { method, path, caller, agent }: Call): boolean {
  if (match.method !== undefined && match.method !== method) return false
  if (match.caller !== undefined && match.caller !== caller) return false
  if (match.agent !== undefined && !agent.startsWith(match.agent)) return false
  if (match.path === undefined) return true
  return match.path.startsWith('^')
    ? new RegExp(match.path).test(path)
    : path.startsWith(match.path)
}
