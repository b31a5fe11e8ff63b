const sentences: Record<string, string> = {
  too_large: 'The body was larger than 256 KB: nothing of ours is that large, so nothing is lost.',
  disconnected: 'The account was disconnected: connect it again if the news should be taken.',
  no_secret:
    'No signing secret is stored. Under Connect paste Rillet’s Webhook secret and press Save; for Sequence press Look again there.',
  signature_missing:
    'It carried no signature: somebody else than the vendor sent it, or a proxy took it away.',
  signature_wrong:
    'It was not signed with the stored secret: paste the vendor’s present one under Connect.',
  another_account:
    'It named another account: see that the address in the vendor’s webhook has this account’s id.',
}

/** Why deliveries were refused, in words, with what to do. */
export const refusalSentence = (reason: string): string =>
  sentences[reason] ?? `It was refused: ${reason.replaceAll('_', ' ')}.`
