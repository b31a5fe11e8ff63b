import { useId, useState } from 'react'
import { Icon, type IconName } from '../components/icon.tsx'
import { chooseTheme, storedTheme, type Theme, themes } from '../theme.ts'

const looks: Record<Theme, { name: string; icon: IconName }> = {
  system: { name: 'As the system', icon: 'theme' },
  light: { name: 'Light', icon: 'sun' },
  dark: { name: 'Dark', icon: 'moon' },
}

/** Light, dark, or what the system says. */
export function ThemeChoice() {
  const name = useId()
  const [theme, setTheme] = useState(storedTheme)
  const choose = (chosen: Theme) => {
    setTheme(chosen)
    chooseTheme(chosen)
  }
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">Theme</legend>
      {themes.map((one) => (
        <label key={one} className="segment" title={looks[one].name}>
          <input
            type="radio"
            name={name}
            className="visually-hidden"
            checked={one === theme}
            onChange={() => choose(one)}
          />
          <Icon name={looks[one].icon} />
          <span className="visually-hidden">{looks[one].name}</span>
        </label>
      ))}
    </fieldset>
  )
}
