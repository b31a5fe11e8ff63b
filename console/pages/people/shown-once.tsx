import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { toast } from '../../components/toasts.tsx'

type Props = { title: string; secret: string; onClose: () => void }

/** A link or token, which nobody can see again. */
export function ShownOnce({ title, secret, onClose }: Props) {
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => toast.done('Copied'),
      () => toast.failed('This browser does not let the page copy', 'Copy it by hand.'),
    )
  return (
    <Dialog open onClose={onClose} title={title} about="Copy it now: it is shown this once.">
      <p>
        <code className="secret">{secret}</code>
      </p>
      <div className="form-buttons">
        <Button icon="copy" onClick={() => void copy()}>
          Copy
        </Button>
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  )
}
