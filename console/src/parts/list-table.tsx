// A list as a table: the one look of all lists of the console.

import Box from '@cloudscape-design/components/box';
import Table, { type TableProps } from '@cloudscape-design/components/table';

type ListTableProps<Item> = Omit<TableProps<Item>, 'variant' | 'contentDensity' | 'ariaLabels' | 'empty'> & {
  /** What readers of the screen hear the list called. */
  readonly label: string;
  /** Said in place of rows. */
  readonly empty: string;
};

export function ListTable<Item>({ label, empty, ...table }: ListTableProps<Item>) {
  return (
    <Table
      wrapLines
      {...table}
      variant="container"
      contentDensity="compact"
      ariaLabels={{ tableLabel: label }}
      empty={<Box color="text-body-secondary">{empty}</Box>}
    />
  );
}
