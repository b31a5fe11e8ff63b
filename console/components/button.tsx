import type { ComponentProps } from 'react'
import { Icon, type IconName } from './icon.tsx'

export type ButtonProps = ComponentProps<'button'> & {
  kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  icon?: IconName | undefined
  /** Why it cannot be pressed; it stays reachable and says so. */
  unavailable?: string | null | undefined
  busy?: boolean
}

/** A button. One that is not possible now stays in place and says why. */
export function Button({
  kind = 'plain',
  icon,
  unavailable = null,
  busy = false,
  className = '',
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const isOff = unavailable !== null || busy
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${kind} ${className}`}
      aria-disabled={isOff || undefined}
      aria-busy={busy || undefined}
      title={unavailable ?? rest.title}
      onClick={(event) => {
        if (isOff) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  )
}
