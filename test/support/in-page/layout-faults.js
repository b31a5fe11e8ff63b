/**
 * Runs in a page: what does not fit there, as sentences. Sideways scrolling, text that is cut off, that runs over
 * the window's edge or over other text. Chosen exceptions: an ellipsis with the whole text in its title, and what
 * scrolls by itself.
 */
globalThis.layoutFaults = () => {
  const faults = new Set()
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > width) {
    faults.add(`scrolls sideways: ${document.documentElement.scrollWidth} of ${width} px`)
  }
  const texts = visibleTexts()
  for (const { text, rect, element } of texts) {
    const said = `“${text.slice(0, 40)}”`
    const scrolls = element.closest('pre, textarea') !== null
    if (!scrolls && (rect.right > width + 1 || rect.left < -1)) faults.add(`over the edge: ${said}`)
    if (!scrolls && isCut(element)) faults.add(`cut off: ${said}`)
  }
  for (const [index, one] of texts.entries()) {
    for (const other of texts.slice(index + 1)) {
      if (one.element !== other.element && areOver(one.rect, other.rect)) {
        faults.add(`over one another: “${one.text.slice(0, 30)}”, “${other.text.slice(0, 30)}”`)
      }
    }
  }
  return [...faults]

  function visibleTexts() {
    const found = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent.trim()
      const element = node.parentElement
      if (text === '' || !isShown(element)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const whole of range.getClientRects()) {
        const rect = shownPart(whole, element)
        if (rect.right - rect.left > 1 && rect.height > 1) found.push({ text, rect, element })
      }
    }
    return found
  }

  /** What an element that hides its overflow leaves to be seen of a text's box. */
  function shownPart({ left, right, top, bottom, height }, element) {
    const { overflowX } = getComputedStyle(element)
    if (overflowX === 'visible') return { left, right, top, bottom, height }
    const box = element.getBoundingClientRect()
    return {
      left: Math.max(left, box.left),
      right: Math.min(right, box.right),
      top,
      bottom,
      height,
    }
  }

  function isShown(element) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
    for (let at = element; at !== null; at = at.parentElement) {
      const { clipPath } = getComputedStyle(at)
      if (clipPath === 'inset(50%)' || at.tagName === 'OPTION') return false
    }
    return true
  }

  function isCut(element) {
    const { overflowX, textOverflow } = getComputedStyle(element)
    if (!['hidden', 'clip'].includes(overflowX)) return false
    if (element.scrollWidth <= element.clientWidth + 1) return false
    return textOverflow !== 'ellipsis' || element.closest('[title]') === null
  }

  function areOver(one, other) {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left)
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
    return across > 2 && down > 5
  }
}
