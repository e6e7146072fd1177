/** The columns of a file of registrations, in the order of its template: one row a person. */
export const registrationColumns = [
  "organisation",
  "code",
  "kind",
  "name",
  "email",
  "position",
  "absences",
  "posts",
] as const;
export type RegistrationColumn = (typeof registrationColumns)[number];
