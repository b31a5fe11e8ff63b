import type { z } from 'zod'
import type { DoctorLine } from '../schemas/doctor.ts'

export type Line = z.infer<typeof DoctorLine>
type Where = NonNullable<Line['where']>

/** What a check found: the line without its name. */
export type Found = Pick<Line, 'state' | 'sentence'> & {
  nextStep?: string
  where?: Where
}

export const ok = (sentence: string): Found => ({ state: 'ok', sentence })

export const line = (
  group: Line['group'],
  id: string,
  title: string,
  { state, sentence, nextStep, where }: Found,
): Line => ({
  id,
  group,
  title,
  state,
  sentence,
  nextStep: nextStep ?? null,
  where: where ?? null,
})

export const page = (name: NonNullable<Where['page']>, label: string): Where => ({
  label,
  page: name,
})
export const screen = (label: string): Where => ({ label, page: null })
