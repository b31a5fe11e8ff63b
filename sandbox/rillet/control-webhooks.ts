import type { FastifyInstance } from 'fastify'
import { hooked, inOrganization } from './control-lookup.ts'
import type { World } from './model.ts'
import { invalid } from './refusal.ts'
import { NewWebhook } from './webhook-settings.ts'
import { addWebhook, regenerateToken } from './webhooks.ts'

/** Webhooks as the vendor's settings have them. */
export function webhookControl(app: FastifyInstance, world: World): void {
  app.get('/webhooks', async () => ({
    webhooks: Object.values(world.state().organizations).flatMap(({ id, webhooks }) =>
      webhooks.map((webhook) => ({ organizationId: id, ...webhook })),
    ),
  }))
  app.post('/webhooks', async (request) => {
    const { organizationId, ...settings } = NewWebhook.parse(request.body)
    return addWebhook(inOrganization(world, { id: organizationId }), settings)
  })
  app.post('/webhooks/:id/:action', async (request) => {
    const { webhook, ids } = hooked(world, request.params)
    switch (ids['action']) {
      case 'regenerate':
        regenerateToken(webhook)
        return webhook
      case 'enable':
      case 'disable':
        webhook.enabled = ids['action'] === 'enable'
        return webhook
      default:
        throw invalid({ field: 'action', message: 'is regenerate, enable or disable' })
    }
  })
  app.delete('/webhooks/:id', async (request, reply) => {
    const { organization, webhook } = hooked(world, request.params)
    organization.webhooks = organization.webhooks.filter((one) => one !== webhook)
    return reply.code(204).send()
  })
}
