export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'theme'
const isTheme = (value: string | null): value is Theme => themes.some((theme) => theme === value)

/** What the person chose in this browser; `system` until then, and where storage is closed. */
export function storedTheme(): Theme {
  try {
    const value = localStorage.getItem(key)
    return isTheme(value) ? value : 'system'
  } catch {
    return 'system'
  }
}

/** Shows the page in a theme. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
}

/** Shows the page in a theme, now and when it is opened again. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme)
  try {
    localStorage.setItem(key, theme)
  } catch {
    // A browser without storage forgets the choice, and nothing else.
  }
}
