// Lists in groups: what is sent, read or written so many at a time.

/** The items in their order, `size` in each group and the rest in the last; `size` is at least one. */
export function groupsOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const groups: (readonly Item[])[] = [];
  for (let start = 0; start < items.length; start += size) groups.push(items.slice(start, start + size));
  return groups;
}
