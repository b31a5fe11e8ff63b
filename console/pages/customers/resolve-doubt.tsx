import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Found, missingIn, WhereInRillet } from '../../components/where-in-rillet.tsx'
import { type Kind, resolveDoubt, type Thing } from '../../queries/things.ts'
import { creationAsked } from '../../words/asked.ts'

type Props = { kind: Kind; one: 'customer' | 'product'; thing: Thing; onClose: () => void }

/** A person says whether a creation whose answer was lost did happen. */
export function ResolveDoubt({ kind, one, thing, onClose }: Props) {
  const accountId = useAccountId()
  const client = useQueryClient()
  const [answer, setAnswer] = useState<Found>({ found: null, rilletId: '' })
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Say whether ${thing.name} is in Rillet`}
      about={`An answer of Rillet was lost, so the sync cannot know whether the ${one} was made. Look in Rillet first: a wrong answer makes a second one.`}
      action="Resolve doubt"
      incomplete={missingIn(answer, one)}
      onConfirm={async (reason) => {
        const { found, rilletId } = answer
        const said = found === 'yes' ? { found: true, rilletId } : { found: false }
        const made = await resolveDoubt(accountId, kind, thing.id, { ...said, reason })
        await client.invalidateQueries({ queryKey: ['account', accountId] })
        if ('status' in made) toast.asked(...creationAsked(one, thing.name))
        else toast.done('Linked', thing.name)
      }}
    >
      <WhereInRillet
        one={one}
        yes="It is in Rillet"
        no="It is not in Rillet: create it"
        answer={answer}
        onAnswer={setAnswer}
      />
    </Confirm>
  )
}
