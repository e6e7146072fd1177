import type { Translated } from "#app/i18n/translated.ts";
import type { auth as original } from "./zh-CN.ts";

export const auth = {
  title: "Sign-in and account",
  signIn: "Sign in",
  signUp: "Sign up",
  email: "Email",
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
  wrongCredentials: "The email address or password is wrong.",
  checkMail: "Check your email",
  mailBoxHint: "No SMTP server is configured, so emails are kept in the local mailbox.",
  resetPassword: "Reset password",
  resetRequest: "Send email",
  resetSent:
    "If there is an account with this email address, an email with a link to set a new password is on its way.",
  resetDone: "Your password has been changed. Sign in with the new one.",
  resetInvalid: "This link is invalid or has expired. Ask for a new one.",
  setPassword: "Set a new password",
  notVerified:
    "This email address is not confirmed yet. We have sent the confirmation email again.",
  checkMailText:
    "We have sent an email to {{email}}. Open the link in it to continue. If the address already has an account, the email explains how to sign in.",
  notArrived: "Nothing arrived? Look in your spam folder, or check the address and send it again.",
  sendAgain: "Send again",
  sentAgain: "The email is on its way again.",
  confirmMail: "Confirm email",
  confirmText: "Press the button to confirm your email address and sign in.",
  confirmDone: "Your email address is confirmed. You can sign in.",
  confirmInvalid:
    "This link is wrong or has expired. Enter your email address and we will send a new one.",
  confirmedSetPassword:
    "Your email address is confirmed. As it was used to sign up more than once, set a password to sign in.",
  askAgain: "Ask for a new link",
  waitSeconds_one: "Too many attempts. Try again in {{count}} second.",
  waitSeconds_other: "Too many attempts. Try again in {{count}} seconds.",
  waitMinutes_one: "Too many attempts. Try again in {{count}} minute.",
  waitMinutes_other: "Too many attempts. Try again in {{count}} minutes.",
  mail: {
    verifyEmail: {
      subject: "Duijie: please verify your email address",
      body: "Dear {{name}},\n\nOpen this link before {{until}} (Beijing time) and press “Confirm” on its page to verify your email address:\n{{url}}\n\nIf you did not ask for it, ignore this message.",
      late: {
        subject: "Duijie: your verification was delayed; please ask again",
        body: "Dear {{name}},\n\nOur mail was held up, and the link in it no longer works. Sign in with the address and password you registered, and we send another one:\n{{againUrl}}\n\nIf you did not ask for it, ignore this message.",
      },
    },
    resetPassword: {
      subject: "Duijie: set a new password",
      body: "Dear {{name}},\n\nOpen this link before {{until}} (Beijing time) to set a new password:\n{{url}}\n\nIf you did not ask for it, ignore this message; your password stays as it is.",
      late: {
        subject: "Duijie: your password link was delayed; please ask again",
        body: "Dear {{name}},\n\nOur mail was held up, and the link in it no longer works. If you still want a new password, ask again here:\n{{againUrl}}\n\nIf you did not ask for it, ignore this message; your password stays as it is.",
      },
    },
    alreadyRegistered: {
      subject: "Duijie: you already have an account",
      body: "Dear {{name}},\n\nSomebody asked to sign up with this email address. It has an account already, so just sign in:\n{{url}}\n\nIf you forgot your password, set a new one here:\n{{resetUrl}}\n\nIf it was not you, ignore this message; your account is as it was.",
    },
  },
} as const satisfies Translated<typeof original>;
