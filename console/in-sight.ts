/**
 * Keeps something going while the page is seen: not in a tab behind others, nor in what the browser keeps of
 * the pages it left (its back/forward cache). It begins again when the page is back. Returns how to end it.
 */
export function whileInSight(start: () => () => void): () => void {
  let stop: (() => void) | null = null
  let isLeft = false
  const look = () => {
    if (!isLeft && document.visibilityState === 'visible') {
      stop ??= start()
    } else {
      stop?.()
      stop = null
    }
  }
  const leave = () => {
    isLeft = true
    look()
  }
  const comeBack = () => {
    isLeft = false
    look()
  }
  document.addEventListener('visibilitychange', look)
  addEventListener('pagehide', leave)
  addEventListener('pageshow', comeBack)
  look()
  return () => {
    document.removeEventListener('visibilitychange', look)
    removeEventListener('pagehide', leave)
    removeEventListener('pageshow', comeBack)
    stop?.()
  }
}
