import type { FastifyInstance } from 'fastify'
import { ZodError, z } from 'zod'
import type { Clock } from './clock.ts'
import type { DeliveryQueue } from './deliveries.ts'
import type { Faults } from './faults.ts'
import type { RequestLog } from './request-log.ts'
import { style } from './style.ts'
import type { SwitchDescription } from './switches.ts'

type Control = {
  name: string
  clock: Clock
  switches: {
    set: (change: Record<string, unknown>) => void
    describe: () => Record<string, SwitchDescription>
  }
  faults: Faults
  log: RequestLog
  queue: DeliveryQueue
  ledger: () => unknown
  changed: () => void
  reset: () => void
}

const ClockChange = z.strictObject({
  now: z.iso.datetime().optional(),
  advanceMs: z.number().optional(),
})

const LogQuery = z.object({
  method: z.string().optional(),
  path: z.string().optional(),
  since: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(50_000).optional(),
})

const Id = z.object({ id: z.string() })

/** What every sandbox offers under `/_sandbox`, besides the vendor's own. */
export async function controlRoutes(app: FastifyInstance, control: Control): Promise<void> {
  const { name, clock, switches, faults, log, queue, changed } = control
  app.setErrorHandler(answerControlError)

  app.get('/', async () => ({ sandbox: name, now: clock.iso(), timeScale: clock.timeScale }))
  app.get('/style.css', async (_request, reply) => reply.type('text/css').send(style))

  app.get('/clock', async () => ({ now: clock.iso(), offsetMs: clock.offsetMs() }))
  app.put('/clock', async (request) => {
    const { now, advanceMs = 0 } = ClockChange.parse(request.body)
    const startMs = now === undefined ? clock.nowMs() : Date.parse(now)
    clock.setOffsetMs(startMs + advanceMs - Date.now())
    return { now: clock.iso(), offsetMs: clock.offsetMs() }
  })

  app.get('/switches', async () => switches.describe())
  app.put('/switches', async (request) => {
    switches.set(z.record(z.string(), z.unknown()).parse(request.body))
    return switches.describe()
  })

  app.get('/faults', async () => ({ faults: faults.list() }))
  app.post('/faults', async (request) => faults.add(request.body))
  app.delete('/faults', async (_request, reply) => {
    faults.clear()
    return reply.code(204).send()
  })
  app.delete('/faults/:id', async (request, reply) => {
    faults.clear(Id.parse(request.params).id)
    return reply.code(204).send()
  })

  app.get('/requests', async (request) => {
    return { requests: log.list(LogQuery.parse(request.query)), total: log.size() }
  })
  app.delete('/requests', async (_request, reply) => {
    log.clear()
    return reply.code(204).send()
  })

  app.get('/deliveries', async (request) => {
    const { state, label } = z
      .object({ state: z.string().optional(), label: z.string().optional() })
      .parse(request.query)
    const deliveries = queue
      .list()
      .filter((delivery) => state === undefined || delivery.state === state)
      .filter((delivery) => label === undefined || delivery.label === label)
    return { deliveries }
  })
  app.delete('/deliveries', async (_request, reply) => {
    queue.clear()
    return reply.code(204).send()
  })
  app.post('/deliveries/flush', async (_request, reply) => {
    queue.flush()
    return reply.code(204).send()
  })
  app.post('/deliveries/:id/resend', async (request, reply) => {
    const known = queue.resend(Id.parse(request.params).id)
    return reply.code(known ? 202 : 404).send({ resent: known })
  })

  app.get('/ledger', async () => control.ledger())
  app.post('/reset', async (_request, reply) => {
    control.reset()
    changed()
    return reply.code(204).send()
  })
}

export function answerControlError(
  error: Error & { statusCode?: number },
  _request: unknown,
  reply: { code: (status: number) => { send: (body: unknown) => unknown } },
) {
  if (error instanceof ZodError) {
    const violations = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
    return reply.code(400).send({ error: 'the request is malformed', violations })
  }
  return reply.code(error.statusCode ?? 500).send({ error: error.message })
}
