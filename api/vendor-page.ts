import { RefusedError } from '../clients/errors.ts'
import { cursorIn, wrongCursor } from './cursors.ts'

/**
 * A page of a vendor's list. Only the vendor knows its cursors: one that it refuses was not given
 * by the list before, and is answered as `invalid_request`.
 */
export async function vendorPage<T>(
  cursor: string | undefined,
  list: (after: string | undefined) => Promise<T>,
): Promise<T> {
  const after = cursorIn(cursor)
  try {
    return await list(after)
  } catch (error) {
    throw after !== undefined && error instanceof RefusedError ? wrongCursor() : error
  }
}
