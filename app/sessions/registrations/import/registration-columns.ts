/** The columns of a file of registrations, in the order of its template: one row a person. */
export const registrationColumns = [
  "organisation",
  "code",
  "kind",
  "city",
  "cluster",
  "name",
  "email",
  "phone",
  "position",
  "absences",
  "posts",
] as const;
export type RegistrationColumn = (typeof registrationColumns)[number];
