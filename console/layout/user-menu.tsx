import { Menu } from '@base-ui/react/menu'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask, Nothing } from '../api.ts'
import { Icon } from '../components/icon.tsx'
import { useToast } from '../components/toasts.tsx'
import { sessionQuery } from '../session.ts'
import { chooseTheme, storedTheme, type Theme, themes } from '../theme.ts'

const themeNames: Record<Theme, string> = {
  system: 'Theme of the system',
  light: 'Light',
  dark: 'Dark',
}

/** Who is signed in; theme and sign-out. */
export function UserMenu() {
  const { data } = useQuery(sessionQuery)
  const [theme, setTheme] = useState(storedTheme)
  const signOut = useSignOut()
  const name = data?.session?.name ?? '…'
  return (
    <Menu.Root>
      <Menu.Trigger className="user" aria-label={`${name}: theme and sign-out`}>
        <Icon name="customer" />
        <span className="switcher-name">{name}</span>
        <Icon name="chevron" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer" side="top" sideOffset={4} align="start">
          <Menu.Popup className="menu">
            <Menu.RadioGroup
              value={theme}
              onValueChange={(chosen: Theme) => {
                setTheme(chosen)
                chooseTheme(chosen)
              }}
            >
              {themes.map((one) => (
                <Menu.RadioItem key={one} value={one} className="menu-item">
                  <span className="menu-tick">
                    <Menu.RadioItemIndicator>
                      <Icon name="check" />
                    </Menu.RadioItemIndicator>
                  </span>
                  {themeNames[one]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="menu-line" />
            <Menu.LinkItem className="menu-item" href="/api/docs">
              <span className="menu-tick" />
              API description
            </Menu.LinkItem>
            <Menu.Item className="menu-item" onClick={() => signOut.mutate()}>
              <span className="menu-tick" />
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  return useMutation({
    mutationFn: () => ask({ method: 'DELETE', path: '/session', answer: Nothing }),
    onSuccess: async () => {
      client.clear()
      await navigate({ to: '/sign-in' })
    },
    onError: (error) => toast.failed('Not signed out', error.message),
  })
}
