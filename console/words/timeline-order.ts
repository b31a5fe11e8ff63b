type Told = { kind: string; at: string }

/** A run writes a person's request down when it comes to rest, which it does within this time or not at all soon. */
const lookMs = 15_000

/**
 * A timeline, newest first, in which what a person asked for stands under what the sync then did, though it is
 * written down after it. All else keeps its place.
 */
export function causalOrder<T extends Told>(events: readonly T[]): T[] {
  const ordered: T[] = []
  let requests: T[] = []
  for (const event of events) {
    if (isRequest(event)) {
      requests.push(event)
      continue
    }
    const [latest] = requests
    if (latest !== undefined && !mayFollow(event, latest)) {
      ordered.push(...requests)
      requests = []
    }
    ordered.push(event)
  }
  return [...ordered, ...requests]
}

const isRequest = ({ kind }: Told): boolean => kind.startsWith('person.')

/** A state ends the look before; news is the cause of one of its own. */
const mayFollow = ({ kind, at }: Told, request: Told): boolean =>
  (kind === 'hint.echo' || !/^(state|hint|sweep)\./.test(kind)) &&
  Date.parse(request.at) - Date.parse(at) <= lookMs
