import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  /** One or two sentences under the title, read out when it opens. */
  about?: ReactNode
  children: ReactNode
  wide?: boolean
}

/** Something to decide before the page goes on. */
export const Dialog = ({ open, onClose, title, about, children, wide = false }: Props) => (
  <Base.Root open={open} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
    <Base.Portal>
      <Base.Backdrop className="backdrop" />
      <Base.Popup className={wide ? 'dialog dialog-wide' : 'dialog'}>
        <header className="dialog-head">
          <Base.Title className="dialog-title">{title}</Base.Title>
          <Base.Close className="button button-quiet button-square" aria-label="Close">
            <Icon name="close" />
          </Base.Close>
        </header>
        {about !== undefined && (
          <Base.Description className="dialog-about" render={<div />}>
            {about}
          </Base.Description>
        )}
        {children}
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
)
