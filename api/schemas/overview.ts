import * as z from 'zod'
import { Instant } from './common.ts'
import { ConnectionStatus } from './connection.ts'
import { State } from './invoices.ts'

const StateCount = z.object({ state: State, count: z.int() })

export const ErrorClassCount = z
  .object({
    code: z.string().describe('What the filter `errorClass` of the list takes'),
    title: z.string().describe('The error in two or three words'),
    who: z.string().describe('Who mends it'),
    count: z.int(),
  })
  .meta({ id: 'ErrorClassCount' })

export const InvoiceCounts = z
  .object({
    items: z
      .array(StateCount)
      .describe('By state, whatever state the filter asks for; a state without invoices is absent'),
    errorClasses: z
      .array(ErrorClassCount)
      .describe(
        'By error class, the largest first, whatever class the filter asks for; an invoice with several problems counts in each',
      ),
    exact: z
      .boolean()
      .describe('False when a search found more than 10,000 invoices: only so many were counted'),
  })
  .meta({ id: 'InvoiceCounts' })

export const OverviewView = z
  .object({
    states: z.array(StateCount).describe('The account’s invoices by state'),
    errorClasses: z.array(ErrorClassCount).describe('The account’s invoices by error class'),
    oldestUnsyncedAt: Instant.nullable().describe(
      'Since when the longest waiting, blocked or doubtful invoice is not in Rillet; null when all are',
    ),
    connection: z.object({
      rillet: ConnectionStatus,
      sequence: ConnectionStatus,
      setupMissingSince: Instant.nullable().describe(
        'Since when Rillet says that the reference type is missing',
      ),
      disconnectedAt: Instant.nullable(),
    }),
    deliveries: z.object({
      lastSequenceAt: Instant.nullable().describe('When Sequence last delivered something genuine'),
      lastRilletAt: Instant.nullable().describe('When Rillet last delivered something genuine'),
      putAside: z.int().describe('Deliveries that could not be handled and wait for a replay'),
      stuckWakeUps: z.int().describe('Wake-ups that could not be sent and wait for a replay'),
    }),
  })
  .meta({ id: 'Overview' })
