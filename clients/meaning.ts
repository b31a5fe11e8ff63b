import { type Meaning, meaningOf as meaningIn } from '../domain/failure-table.ts'
import { type ClientError, RefusedError } from './errors.ts'

/** What a failed call means for who made it: the row of `domain/failure-table.ts`. */
export const meaningOf = (error: ClientError): Meaning =>
  meaningIn({
    failure: error.name,
    operation: error.operation,
    vendor: error.vendor,
    status: error.status,
    type: error instanceof RefusedError ? error.typeSuffix : null,
  })
