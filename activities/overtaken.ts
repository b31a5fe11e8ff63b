import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common'

/**
 * Of a try that begins when a later one has begun already: Temporal gave it up with its worker, and hears of it no
 * more. Where only the clocks went wrong it is scheduled anew.
 */
export const overtaken = (): ApplicationFailure =>
  ApplicationFailure.create({
    message: 'a later try has begun already',
    type: 'overtaken',
    nextRetryDelay: '1 s',
    category: ApplicationFailureCategory.BENIGN,
  })
