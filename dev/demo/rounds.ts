/** How the sync learns what happened: `deleted` things take longer to be missed. */
export type News = 'changed' | 'deleted'

type Waiting = { news: News; resolve: () => void; reject: (error: unknown) => void }

/**
 * Everybody acts, then all wait, then there is one round of news for all, and no other before each has
 * seen what it brings. What was deleted has its turn when nobody waits for anything else.
 */
export function createRounds(players: number, tell: (news: News) => Promise<void>) {
  let active = players
  let waiting: Waiting[] = []

  function next(): void {
    if (waiting.length === 0 || waiting.length < active) return
    const news = waiting.some((one) => one.news === 'changed') ? 'changed' : 'deleted'
    const round = waiting.filter((one) => one.news === news)
    waiting = waiting.filter((one) => one.news !== news)
    tell(news).then(
      () => {
        for (const { resolve } of round) resolve()
      },
      (error: unknown) => {
        for (const { reject } of round) reject(error)
      },
    )
  }

  return {
    /** Resolves when the next round of news is over. */
    news: (news: News): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.push({ news, resolve, reject })
        next()
      }),
    /** One player is done. */
    leave: (): void => {
      active -= 1
      next()
    },
  }
}
