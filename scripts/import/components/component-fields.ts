/** What a component's record holds, under the names that files of our own use. */
export const COMPONENT_FIELDS = [
  ...['componentId', 'classCode', 'name', 'competentCode', 'competentName', 'owner', 'maintainer', 'gridCode'],
  ...['lng', 'lat', 'datum', 'state', 'firstOn', 'changedOn', 'remark'],
] as const;
