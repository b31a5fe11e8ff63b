import { setTimeout as pause } from 'node:timers/promises'
import type { Hardship } from './hardship.ts'

const rounds = 2
/** Between the new token in Rillet and its storing here, webhooks are refused and sent again by Rillet. */
const betweenMs = 2_000

/** Every account's webhook token is made anew in Rillet and stored here while webhooks come: none is lost. */
export const secretsChanged: Hardship = async ({ stage, actors, canaries }, play, say) => {
  const playing = play()
  let changed = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const actor of actors) {
      const { token } = await stage.rillet.post(`/_sandbox/webhooks/${actor.webhook.id}/regenerate`)
      canaries.add(token)
      await pause(betweenMs)
      await stage.api.put(`${actor.at}/connection/rillet/webhook-secret`, { secret: token })
      actor.webhook.token = token
      changed += 1
    }
  }
  await playing
  say(`${changed} tokens changed`)
  return []
}
