import type { FastifyInstance } from 'fastify'
import { answerControlError } from '../kit/control.ts'
import { documentControl } from './control-documents.ts'
import { fillControl } from './control-fill.ts'
import { organizationControl } from './control-organizations.ts'
import { webhookControl } from './control-webhooks.ts'
import type { World } from './model.ts'
import { Refusal } from './refusal.ts'

/** What only people at the vendor's web app can do, and what only a sandbox can; JSON, no key. */
export function controlRoutes(world: World) {
  return async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) =>
      error instanceof Refusal
        ? reply.code(error.status).send({ error: error.message, violations: error.violations })
        : answerControlError(error, request, reply),
    )
    organizationControl(app, world)
    documentControl(app, world)
    fillControl(app, world)
    webhookControl(app, world)
  }
}
