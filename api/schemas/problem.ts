import * as z from 'zod'

export const Violation = z.object({
  /** Where in the request: `body.settings.scope`, `query.limit`. */
  field: z.string(),
  /** The rule that was broken and how to keep it, in one sentence. */
  message: z.string(),
})
export type Violation = z.infer<typeof Violation>

/** RFC 9457, with a code for programs and sentences for people. */
export const ProblemBody = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    violations: z.array(Violation).optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong, and what to do about it.' })
export type ProblemBody = z.infer<typeof ProblemBody>
