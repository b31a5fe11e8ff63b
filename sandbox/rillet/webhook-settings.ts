import { z } from 'zod'
import { webhookEvents } from './webhooks.ts'
import { NotBlank } from './wire.ts'

const defaultEvents = webhookEvents.filter((event) => event.startsWith('INVOICE/'))

/** `ENTITY/EVENT`, in any of the spellings that people use; an entity alone means all its events. */
const Events = z
  .array(z.string())
  .default(defaultEvents)
  .transform((given, context) =>
    given.flatMap((text) => {
      const spelled = text.toUpperCase().replaceAll('-', '_').replace(/[.: ]/, '/')
      const name = /^(INVOICE_)?PAYMENT\/UPDATED$/.test(spelled)
        ? 'INVOICE/PAYMENT_UPDATED'
        : spelled
      const found = webhookEvents.filter((event) => event === name || event.startsWith(`${name}/`))
      if (found.length === 0) context.addIssue({ code: 'custom', message: `unknown event ${text}` })
      return found
    }),
  )
/** A webhook as a person sets it up; a given token is base64. */
export const NewWebhook = z.strictObject({
  organizationId: z.string(),
  name: NotBlank.default('Webhook'),
  url: z.url({ protocol: /^https?$/ }),
  events: Events,
  token: z.base64().min(4).optional(),
})
