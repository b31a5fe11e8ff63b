import { Toast } from '@base-ui/react/toast'
import { type ReactNode, useMemo } from 'react'
import { Icon } from './icon.tsx'

const manager = Toast.createToastManager()

/** Short news at the edge of the page, read out by screen readers. */
export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast" data-kind={toast.type}>
      <Icon name={toast.type === 'failed' ? 'alert' : 'check'} />
      <div className="toast-words">
        <Toast.Title className="toast-title" />
        <Toast.Description className="toast-text" />
      </div>
      <Toast.Close className="button button-quiet button-square" aria-label="Close">
        <Icon name="close" />
      </Toast.Close>
    </Toast.Root>
  ))
}

/** Says what was done, or what was not. */
export const useToast = () =>
  useMemo(
    () => ({
      done: (title: string, description?: string) =>
        manager.add({ title, description, type: 'done', timeout: 5_000 }),
      failed: (title: string, description?: string) =>
        manager.add({ title, description, type: 'failed', timeout: 12_000, priority: 'high' }),
    }),
    [],
  )
