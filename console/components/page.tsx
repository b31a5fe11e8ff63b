import { type ReactNode, useEffect } from 'react'

type Props = {
  title: string
  /** Leads to the page above. */
  back?: ReactNode
  /** What the page is for, in one sentence, or how it stands. */
  about?: ReactNode
  /** Buttons at the right of the title. */
  actions?: ReactNode
  children: ReactNode
}

/** A page's frame: its heading, which is also the window's title. */
export function Page({ title, back, about, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · sequence-rillet`
  }, [title])
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          {back !== undefined && <div className="page-back">{back}</div>}
          <h1>{title}</h1>
          {about !== undefined && <div className="page-about">{about}</div>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
