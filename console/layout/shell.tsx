import { Outlet } from '@tanstack/react-router'
import { useLiveUpdates } from '../live.ts'
import { AccountSwitcher } from './account-switcher.tsx'
import { Drawer } from './drawer.tsx'
import { Navigation } from './navigation.tsx'
import { UserBox } from './user-box.tsx'

/** The frame of every page of an account. */
export function Shell() {
  useLiveUpdates()
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <div className="sidebar">
        <AccountSwitcher />
        <Navigation />
        <UserBox />
      </div>
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
