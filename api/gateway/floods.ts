export type Floods = ReturnType<typeof createFloods>

/** So many refusals a second of one account, or of one network, are answered as they are. */
const patience = 20
/** Beyond so many a second a network is turned away before its bodies are read. */
const shutAt = 100
/** A network that sent a genuine delivery is never shut out, for so long: others may share its address. */
const trustedMs = 3_600_000
const mostTrusted = 10_000

/**
 * Counts this second's refused deliveries by account and by network, and says which are a flood. A genuine
 * delivery is taken whatever its account or network sent before; only a network that sent none for an
 * hour is turned away unread.
 */
export function createFloods(now: () => number = () => performance.now()) {
  const trusted = new Map<string, number>()
  let counts = new Map<string, number>()
  let second = -1

  const countOf = (key: string) => {
    const current = Math.floor(now() / 1_000)
    if (current !== second) {
      second = current
      counts = new Map()
    }
    return counts.get(key) ?? 0
  }
  const add = (key: string) => {
    const count = countOf(key) + 1
    counts.set(key, count)
    return count
  }
  const isTrusted = (network: string) => now() - (trusted.get(network) ?? -trustedMs) < trustedMs

  return {
    /** Counts one, of an account that is known; true when that or its network has sent too many this second. */
    refused(network: string, accountId?: string): boolean {
      const ofNetwork = add(`network ${network}`)
      const ofAccount = accountId === undefined ? 0 : add(`account ${accountId}`)
      return ofNetwork > patience || ofAccount > patience
    },

    genuine(network: string): void {
      if (trusted.size >= mostTrusted && !trusted.has(network)) trusted.clear()
      trusted.set(network, now())
    },

    /** Whether a network is to be turned away before anything of it is read. */
    isShut(network: string): boolean {
      return countOf(`network ${network}`) >= shutAt && !isTrusted(network)
    },
  }
}
