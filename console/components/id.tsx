import { Icon } from './icon.tsx'
import { toast } from './toasts.tsx'

/** An id that can be copied; long ones are cut in the middle, and whole in the title. */
export function Id({ value, name = 'id' }: { value: string; name?: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      toast.done('Copied', value)
    } catch {
      toast.failed('This browser does not let the page copy', `Copy it by hand: ${value}`)
    }
  }
  return (
    <button type="button" className="id" title={`Copy ${value}`} onClick={() => void copy()}>
      <span className="visually-hidden">Copy {name} </span>
      <code>{shortened(value)}</code>
      <Icon name="copy" />
    </button>
  )
}

/** Both ends of a long id. */
export const shortened = (value: string) =>
  value.length <= 20 ? value : `${value.slice(0, 8)}…${value.slice(-6)}`
