import type { Json } from '../../support/http.ts'

const referenceType = 'sequencehq'

/** Things of Rillet's by what of Sequence they refer to. */
export function byReference(things: Json[]): Map<string, Json[]> {
  const found = new Map<string, Json[]>()
  for (const thing of things) {
    for (const { type, id } of thing.external_references ?? []) {
      if (type === referenceType) found.set(id, [...(found.get(id) ?? []), thing])
    }
  }
  return found
}

export const refersTo = (thing: Json, id: string): boolean =>
  (thing.external_references ?? []).some((one: Json) => one.type === referenceType && one.id === id)
