export const SignInPage = () => (
  <main className="lone">
    <h1>Sign in</h1>
  </main>
)
