import * as z from 'zod'
import { Id, paging } from './common.ts'
import { LinkView } from './things.ts'

export const SuggestionQuery = z.strictObject({
  ...paging,
  limit: z.coerce.number().int().min(1).max(25).default(25),
})

export const Suggestion = z
  .object({
    id: z.string().describe('Sequence’s id'),
    name: z.string(),
    candidates: z.array(
      z.object({
        rilletId: z.string(),
        name: z.string(),
        by: z
          .array(z.enum(['name', 'email']))
          .describe('What is exactly the same, but for capitals and blanks around it'),
        url: z.string().nullable(),
      }),
    ),
    ambiguous: z
      .boolean()
      .describe('True when several fit, or another of Sequence’s is linked to it: choose by hand'),
  })
  .meta({ id: 'LinkSuggestion' })

export const LinksBody = z.strictObject({
  links: z
    .array(z.strictObject({ id: Id, rilletId: Id }))
    .min(1)
    .max(25),
})

export const LinksResult = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      rilletId: z.string(),
      link: LinkView.nullable().describe('Null when it was not linked'),
      problem: z.string().nullable().describe('Why it was not linked'),
    }),
  ),
})
