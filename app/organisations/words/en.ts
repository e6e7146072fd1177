import type { Translated } from "#app/i18n/translated.ts";
import type { organisations as original } from "./zh-CN.ts";

export const organisations = {
  title: "My organisation",
  new: "Register an organisation",
  newIntro:
    "You post needs or results for an organisation. Once it is registered you are its owner and can invite colleagues.",
  name: "Name of the organisation",
  nameEn: "Name in English",
  kind: "Kind",
  region: "Place",
  profile: "Profile",
  website: "Website",
  create: "Register",
  joinHint: "If your organisation is already registered, ask its owner to invite you.",
  members: "Members",
  role: "Role",
  roleHint:
    "Owners manage members and the profile, editors post and communicate, readers can only view.",
  invite: "Invite a colleague",
  inviteSent: "An invitation was sent to {{email}}.",
  invitations: "Open invitations",
  cancelInvitation: "Cancel invitation",
  removeMember: "Remove {{name}}",
  changeRole: "Change role",
  you: "(you)",
  invitationTitle: "Join {{organisation}}",
  invitationText: "{{inviter}} invites you to join as {{role}}.",
  accept: "Accept",
  decline: "Decline",
  invitationInvalid:
    "This invitation does not exist, is no longer valid, or was sent to a different email address from yours.",
  publicPage: "Public page",
  profileSaved: "The profile is saved.",
  posts: "Needs and results",
  noPosts: "This organisation currently has no public needs or results.",
  notMember: "You do not belong to an organisation yet. Register yours to post.",
  all: "All organisations",
  people: "People and organisations",
  savedFor: "Saved: {{name}}",
  findPeople: "Find by name, email or organisation",
  platformRole: "Platform role",
  lastOwner: "An organisation must have at least one owner.",
  mail: {
    invitation: {
      subject: "{{name}} invites you to join {{organisation}}",
      body: "Hello,\n\n{{name}} invites you to join {{organisation}}. Open this link before {{until}} (Beijing time) to accept:\n{{url}}",
    },
  },
} as const satisfies Translated<typeof original>;
