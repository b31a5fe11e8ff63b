import type { Connection } from '@temporalio/client'
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
  const missing = await missingIn(connection, namespace)
  if (missing.length === 0) return []
  const searchAttributes = Object.fromEntries(
    missing.map(({ name, type }) => [name, indexedTypes[type]]),
  )
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes })
  } catch (error) {
    // Another migration may have added them meanwhile.
    if ((await missingIn(connection, namespace)).length > 0) throw error
  }
  return missing.map(({ name }) => name)
}

async function missingIn(connection: Connection, namespace: string) {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
  return Object.values(searchAttributeKeys).filter(
    ({ name }) => customAttributes?.[name] === undefined,
  )
}
