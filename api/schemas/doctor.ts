import * as z from 'zod'
import { Instant } from './common.ts'
import { Rechecked } from './connection.ts'

export const lineStates = ['ok', 'bad', 'warn', 'unknown'] as const

export const DoctorLine = z
  .object({
    id: z.string().describe('Stays the same over versions'),
    group: z.enum(['Rillet', 'Sequence', 'Settings', 'Running']),
    title: z.string().describe('What is looked at, in two or three words'),
    state: z
      .enum(lineStates)
      .describe(
        '`bad`: invoices are held back or news is lost; `warn`: works, but look at it; `unknown`: only use will tell',
      ),
    sentence: z.string().describe('What was found'),
    nextStep: z.string().nullable().describe('What to do now; null when nothing is to be done'),
    where: z
      .object({
        label: z.string().describe('Where to click, as it is called there'),
        page: z
          .enum(['connect', 'settings', 'deliveries', 'products', 'health'])
          .nullable()
          .describe('The console’s page; null for a screen of Rillet or Sequence'),
      })
      .nullable(),
  })
  .meta({ id: 'DoctorLine' })

export const DoctorView = z
  .object({
    ready: z.boolean().describe('True when no line is bad'),
    lines: z.array(DoctorLine),
    lookedAt: Instant,
    recheckedAt: Instant.nullable().describe(
      'When ids and codes of the settings were last looked up in Rillet',
    ),
  })
  .meta({ id: 'Doctor' })

export const DoctorRechecked = DoctorView.extend({
  rechecked: Rechecked.describe('What the second look found, and what it let try'),
}).meta({ id: 'DoctorRecheck' })
