// What one permission of a function is, as data, and what of it stands in IAM's conditions.

export interface Permission {
  readonly actions: readonly string[];
  /**
   * `{name}`: a resource of Fleetmedic itself (surroundings.ts). `service:rest`: an ARN of this account and Region.
   * `*`: where the action knows no resources.
   */
  readonly resources: readonly string[];
  /** `read` changes nothing. `own` changes what belongs to Fleetmedic. `act` changes what belongs to the user. */
  readonly access: 'read' | 'own' | 'act';
  /** Only on resources tagged `fleetmedic:managed` = `true`, and never on those tagged `fleetmedic:deny` = `true`. */
  readonly isManagedOnly?: boolean;
  /** Further conditions, as IAM writes them. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly why: string;
}

/** What `isManagedOnly` means in IAM. An absent tag is not equal to `true`, so the second condition lets it pass. */
const MANAGED_ONLY = {
  StringEquals: { 'aws:ResourceTag/fleetmedic:managed': 'true' },
  StringNotEquals: { 'aws:ResourceTag/fleetmedic:deny': 'true' },
} as const;

/** The conditions of a permission, operators merged; none for one without. */
export function conditionsOf({
  isManagedOnly = false,
  conditions = {},
}: Permission): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const managed: Permission['conditions'] = isManagedOnly ? MANAGED_ONLY : {};
  const operators = new Set([...Object.keys(managed), ...Object.keys(conditions)]);
  return Object.fromEntries(
    [...operators].map((operator) => [operator, { ...managed[operator], ...conditions[operator] }]),
  );
}
