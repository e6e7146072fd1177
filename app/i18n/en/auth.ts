import type { Translated } from "../translated.ts";
import type { auth as original } from "../zh-CN/auth.ts";

export const auth = {
  title: "Sign-in and account",
  signIn: "Sign in",
  signUp: "Sign up",
  email: "E-mail",
  password: "Password",
  newPassword: "New password",
  passwordHint: "At least 10 characters",
  name: "Name",
  nameHint: "The name that others see",
  forgotPassword: "Forgot your password?",
  noAccount: "No account yet?",
  haveAccount: "Already have an account?",
  signInToContinue: "You will return to the page you came from.",
  formKept: "Your sign-in had expired. What you typed is kept and comes back after you sign in.",
  wrongCredentials: "The e-mail or the password is wrong.",
  notVerified: "This e-mail is not verified yet. We have sent the verification mail again.",
  checkMail: "Check your mail",
  checkMailText:
    "We have sent a verification mail to {{email}}. Open its link to finish signing up.",
  mailBoxHint: "No SMTP server is configured, so mail is kept in the local mail box.",
  resetPassword: "Reset password",
  resetRequest: "Send the mail",
  resetSent: "If this e-mail has an account, a mail to set a new password is on its way.",
  resetDone: "Your password is changed. Sign in with the new one.",
  resetInvalid: "This link is invalid or has expired. Ask for a new one.",
  setPassword: "Set a new password",
  tooMany: "Too many attempts. Try again in a minute.",
  failed: "That did not work. Try again later.",
} as const satisfies Translated<typeof original>;
