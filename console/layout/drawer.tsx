import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Icon } from '../components/icon.tsx'
import { Navigation } from './navigation.tsx'
import { UserBox } from './user-box.tsx'

/** The navigation on a narrow screen; it goes when a page is chosen. */
export function Drawer() {
  const drawer = useRef<HTMLDialogElement>(null)
  const { pathname } = useLocation()
  useEffect(() => drawer.current?.close(), [pathname])
  return (
    <>
      <button
        type="button"
        className="button button-quiet button-square"
        aria-label="Open the navigation"
        aria-haspopup="dialog"
        onClick={() => drawer.current?.showModal()}
      >
        <Icon name="menu" />
      </button>
      <dialog ref={drawer} className="drawer" aria-label="Navigation" closedby="any">
        <button
          type="button"
          className="button button-quiet button-square drawer-close"
          aria-label="Close the navigation"
          onClick={() => drawer.current?.close()}
        >
          <Icon name="close" />
        </button>
        <Navigation />
        <UserBox />
      </dialog>
    </>
  )
}
