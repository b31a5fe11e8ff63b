import { type ReactNode, useEffect } from 'react'

type Props = {
  title: string
  /** What the page is for, in one sentence. */
  about?: ReactNode
  /** Buttons at the right of the title. */
  actions?: ReactNode
  children: ReactNode
}

/** A page's frame: its heading, which is also the window's title. */
export function Page({ title, about, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · sequence-rillet`
  }, [title])
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {about !== undefined && <p>{about}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
