import { Dialog } from '@base-ui/react/dialog'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Icon } from '../components/icon.tsx'
import { useLiveUpdates } from '../live.ts'
import { AccountSwitcher } from './account-switcher.tsx'
import { Navigation } from './navigation.tsx'
import { UserMenu } from './user-menu.tsx'

/** The frame of every page of an account. */
export function Shell() {
  useLiveUpdates()
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <aside className="sidebar">
        <Side />
      </aside>
      <header className="topbar">
        <Drawer />
        <AccountSwitcher />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}

const Side = () => (
  <>
    <AccountSwitcher />
    <Navigation />
    <UserMenu />
  </>
)

/** The navigation on a narrow screen. */
function Drawer() {
  const [isOpen, setOpen] = useState(false)
  const { pathname } = useLocation()
  useEffect(() => setOpen(false), [pathname])
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger
        className="button button-quiet button-square"
        aria-label="Open the navigation"
      >
        <Icon name="menu" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="drawer">
          <Dialog.Title className="visually-hidden">Navigation</Dialog.Title>
          <Navigation />
          <UserMenu />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
