import { type Connection, isGrpcServiceError } from '@temporalio/client'
import { searchAttributeKeys } from '../workflows/search-attributes.ts'

/** `IndexedValueType` of Temporal's API. */
const indexedTypes = { KEYWORD: 2, DATETIME: 6, KEYWORD_LIST: 7 } as const

/**
 * Registers our search attributes in a namespace; those that are there already are left alone.
 * Returns the names that were added. Throws the server's error when it refuses.
 */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  const missing = Object.values(searchAttributeKeys).filter(
    ({ name }) => customAttributes?.[name] === undefined,
  )
  if (missing.length === 0) return []
  const searchAttributes = Object.fromEntries(
    missing.map(({ name, type }) => [name, indexedTypes[type]]),
  )
  await connection.operatorService
    .addSearchAttributes({ namespace, searchAttributes })
    .catch((error: unknown) => {
      // Somebody else's migration added them meanwhile.
      if (isGrpcServiceError(error) && Number(error.code) === alreadyExists) return
      throw error
    })
  return missing.map(({ name }) => name)
}

const alreadyExists = 6
