import { type ReactNode, useSyncExternalStore } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Kind = 'done' | 'asked' | 'failed'
type Toast = { id: number; kind: Kind; title: string; text: string | undefined }

const shownMs: Record<Kind, number> = { done: 6_000, asked: 10_000, failed: 15_000 }
const icons: Record<Kind, IconName> = { done: 'check', asked: 'clock', failed: 'alert' }
const atMost = 3

let toasts: readonly Toast[] = []
let count = 0
const listeners = new Set<() => void>()

function show(next: readonly Toast[]): void {
  toasts = next.slice(-atMost)
  for (const listener of listeners) listener()
}

const close = (id: number) => show(toasts.filter((toast) => toast.id !== id))

function add(kind: Kind, title: string, text?: string): void {
  const toast = { id: ++count, kind, title, text }
  show([...toasts, toast])
  setTimeout(() => close(toast.id), shownMs[kind])
}

/** Says what was done, what was only asked for (`words/asked.ts`), or what was not done, at the edge of the page; screen readers read it out. */
export const toast = {
  done: (title: string, text?: string) => add('done', title, text),
  asked: (title: string, where: string) => add('asked', title, where),
  failed: (title: string, text?: string) => add('failed', title, text),
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where the toasts appear, above all else. */
export function Toasts({ children }: { children: ReactNode }) {
  const present = useSyncExternalStore(subscribe, () => toasts)
  return (
    <>
      {children}
      <section className="toasts" aria-label="News" aria-live="polite">
        {present.map(({ id, kind, title, text }) => (
          <div key={id} className="toast" data-kind={kind}>
            <Icon name={icons[kind]} />
            <div className="toast-words">
              <p className="toast-title">{title}</p>
              {text !== undefined && <p className="toast-text">{text}</p>}
            </div>
            <button
              type="button"
              className="button button-quiet button-square"
              aria-label="Close this news"
              onClick={() => close(id)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
      </section>
    </>
  )
}
