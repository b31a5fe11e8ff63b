import * as z from 'zod'
import { Id, paging, plainText } from '../../../api/schemas/common.ts'

/** The trail's filters as the address bar holds them. */
export const AuditSearch = z.object({
  actor: plainText(200, 1).optional().catch(undefined),
  target: Id.optional().catch(undefined),
  cursor: paging.cursor.catch(undefined),
  trail: z.string().optional().catch(undefined),
})
